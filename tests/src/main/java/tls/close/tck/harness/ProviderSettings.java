// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.NearEnd;

/** {@link Settings} of a test of the provider itself, which opens no connection: it runs once. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.SOCKET)
public @interface ProviderSettings {}
