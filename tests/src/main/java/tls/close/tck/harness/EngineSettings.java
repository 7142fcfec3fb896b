// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import tls.close.tck.wire.NearEnd;

/** {@link Settings} of a test of engines: these have no transport, so one stands for all. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
public @interface EngineSettings {}
