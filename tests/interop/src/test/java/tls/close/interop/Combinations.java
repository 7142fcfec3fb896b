// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Multiplies what {@link AgainstEach} names. */
final class Combinations implements ArgumentsProvider, AnnotationConsumer<AgainstEach> {
    private PeerKind[] peers = {};
    private Protocol[] protocols = {};

    @Override
    public void accept(AgainstEach annotation) {
        peers = annotation.value();
        protocols = annotation.protocols();
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return Arrays.stream(peers).flatMap(this::with);
    }

    private Stream<Arguments> with(PeerKind peer) {
        return Arrays.stream(protocols)
                .flatMap(protocol -> Arrays.stream(TransportKind.values())
                        .map(transport -> Arguments.of(new Combination(peer, protocol, transport))));
    }
}
