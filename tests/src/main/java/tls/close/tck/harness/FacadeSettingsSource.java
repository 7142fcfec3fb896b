// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.platform.commons.support.AnnotationSupport;
import tls.close.spi.TlsProvider;
import tls.close.tck.wire.NearEnd;

/** Combines what a {@link FacadeSettings} lists with the {@link ProviderUnderTest}. */
final class FacadeSettingsSource implements ArgumentsProvider {
    /** Beside whom the JDK's own sockets are asked: once is enough. */
    private static final String WITH_THE_JDKS_OWN = "jsse";

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        TlsProvider provider = ProviderUnderTest.of(context);
        FacadeSettings settings = AnnotationSupport.findAnnotation(
                        context.getRequiredTestMethod(), FacadeSettings.class)
                .orElseThrow();
        return Arrays.stream(settings.makers())
                .filter(maker -> maker == Maker.FACADE || provider.name().equals(WITH_THE_JDKS_OWN))
                .flatMap(maker -> Arrays.stream(settings.versions())
                        .flatMap(version -> Arrays.stream(settings.roles())
                                .map(role -> new FacadeSetting(
                                        new Setting(provider, version, role, NearEnd.SOCKET), maker))))
                .map(Arguments::of);
    }
}
