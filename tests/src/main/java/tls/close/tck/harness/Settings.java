// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.NearEnd;

/** A test that runs under every combination of these. Its first parameter is a {@link Setting}. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(SettingsSource.class)
public @interface Settings {
    /** The protocols that are negotiated. */
    TlsVersion[] versions() default {TlsVersion.TLS_1_2, TlsVersion.TLS_1_3};

    /** The ends that are under test. */
    Role[] roles() default {Role.CLIENT, Role.SERVER};

    /** The transports of the end under test. */
    NearEnd[] nearEnds() default {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL, NearEnd.NON_BLOCKING_CHANNEL};

    /**
     * Abilities without which the test shows something. It runs on backends that have declared that they lack them all;
     * on others there is nothing to show, and so nothing to skip.
     */
    Ability[] lacking() default {};
}
