// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test that runs with every {@link Combination} of these peers, protocols and transports that has its turn. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(Combinations.class)
@interface AgainstEach {
    PeerKind[] value();

    Protocol[] protocols() default {Protocol.TLS12, Protocol.TLS13};
}
