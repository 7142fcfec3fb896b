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

/** Combines what a {@link Settings} lists with the {@link ProviderUnderTest}. */
final class SettingsSource implements ArgumentsProvider {

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        TlsProvider provider = ProviderUnderTest.of(context);
        Settings settings = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Settings.class)
                .orElseThrow();
        return Arrays.stream(settings.versions())
                .flatMap(version -> Arrays.stream(settings.roles())
                        .flatMap(role -> Arrays.stream(settings.nearEnds())
                                .map(nearEnd -> new Setting(provider, version, role, nearEnd))))
                .filter(setting -> Arrays.stream(settings.lacking()).allMatch(setting::lacks))
                .map(Arguments::of);
    }
}
