// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.util.Arrays;
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
        return Arrays.stream(peers).flatMap(this::with);
    }

    private Stream<Arguments> with(PeerKind peer) {
        return Arrays.stream(protocols)
                .flatMap(protocol -> transports(peer, protocol)
                        .map(transport -> Arguments.of(new Combination(peer, protocol, transport))));
    }

    private static Stream<TransportKind> transports(PeerKind peer, Protocol protocol) {
        TransportKind[] all = TransportKind.values();
        return ALL ? Arrays.stream(all) : Stream.of(all[(peer.ordinal() + protocol.ordinal()) % all.length]);
    }
}
