// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.platform.commons.support.AnnotationSupport;
import tls.close.spi.TlsProvider;

/** Combines what a {@link Settings} lists with the provider of the {@link TlsProviderTck} around the test. */
final class SettingsSource implements ArgumentsProvider {

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        TlsProvider provider = provider(context);
        Settings settings = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Settings.class)
                .orElseThrow();
        return Arrays.stream(settings.versions())
                .flatMap(version -> Arrays.stream(settings.roles())
                        .flatMap(role -> Arrays.stream(settings.nearEnds())
                                .map(nearEnd -> new Setting(provider, version, role, nearEnd))))
                .filter(setting -> Arrays.stream(settings.lacking()).allMatch(setting::lacks))
                .map(Arguments::of);
    }

    private static TlsProvider provider(ExtensionContext context) {
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            if (at.get().getTestInstance().orElse(context) instanceof TlsProviderTck tck) {
                return tck.provider();
            }
        }
        throw new IllegalStateException(context.getDisplayName() + " is not inside a TlsProviderTck");
    }
}
