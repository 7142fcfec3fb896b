// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;

/**
 * The backends to probe.
 *
 * @param usable those that can be used here
 * @param unusable a row for each of the others, with the reason
 */
record Backends(List<TlsProvider> usable, List<Row> unusable) {
    static Backends chosen(Optional<String> name) throws BadArgumentException {
        if (name.isEmpty()) {
            return of(TlsProviders.installed(), TlsProviders.broken());
        }
        try {
            return new Backends(List.of(TlsProviders.get(name.get())), List.of());
        } catch (IllegalArgumentException e) {
            throw new BadArgumentException(OneLine.of(e));
        }
    }

    static Backends of(List<TlsProvider> installed, List<String> broken) {
        Stream<Row> unavailable = installed.stream()
                .flatMap(provider -> provider
                        .whyUnavailable()
                        .map(why -> Row.nothing(
                                provider.name(),
                                Verdict.SKIPPED,
                                Ending.UNAVAILABLE,
                                new Sentence("cannot be used here: " + why, "use another backend, or mend this one")))
                        .stream());
        Stream<Row> unloadable = broken.stream()
                .map(why -> Row.nothing(
                        "?",
                        Verdict.SKIPPED,
                        Ending.NOT_LOADED,
                        new Sentence(
                                "cannot be loaded: " + why, "take it off the module path or class path, or mend it")));
        return new Backends(
                installed.stream().filter(TlsProvider::isAvailable).toList(),
                Stream.concat(unavailable, unloadable).toList());
    }
}
