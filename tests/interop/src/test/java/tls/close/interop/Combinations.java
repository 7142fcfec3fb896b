// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Multiplies what {@link AgainstEach} names: with each transport under {@code -Dtls.close.peers=all}, or else with one, another
 * for each peer and protocol.
 */
final class Combinations implements ArgumentsProvider, AnnotationConsumer<AgainstEach> {
    private static final boolean ALL = "all".equals(System.getProperty("tls.close.peers"));

    private PeerKind[] peers = {};
    private Protocol[] protocols = {};

    @Override
    public void accept(AgainstEach annotation) {
        peers = annotation.value();
        protocols = annotation.protocols();
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        List<Combination> all = Arrays.stream(peers).flatMap(this::with).toList();
        return IntStream.range(0, all.size())
                .filter(index -> ALL || hasItsTurn(index))
                .mapToObj(all::get)
                .map(Arguments::of);
    }

    private Stream<Combination> with(PeerKind peer) {
        return Arrays.stream(protocols)
                .flatMap(protocol -> Arrays.stream(TransportKind.values())
                        .map(transport -> new Combination(peer, protocol, transport)));
    }

    /** Transports follow each other: the first peer and protocol has the first, the next the second. */
    private static boolean hasItsTurn(int index) {
        int transports = TransportKind.values().length;
        return index % transports == index / transports % transports;
    }
}
