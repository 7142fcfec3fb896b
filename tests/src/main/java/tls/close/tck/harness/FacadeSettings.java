// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import tls.close.tck.peer.TlsVersion;

/** A test that runs under every combination of these. Its first parameter is a {@link FacadeSetting}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(FacadeSettingsSource.class)
public @interface FacadeSettings {
    /** The protocols that are negotiated. */
    TlsVersion[] versions() default {TlsVersion.TLS_1_2, TlsVersion.TLS_1_3};

    /** The ends that are under test. */
    Role[] roles() default Role.CLIENT;

    /** Who makes the sockets: the JDK too, unless it doesn't do what the test asks for. */
    Maker[] makers() default {Maker.FACADE, Maker.JDK};
}
