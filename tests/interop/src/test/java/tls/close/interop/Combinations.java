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
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;

/**
 * Multiplies what {@link AgainstEach} names: with each transport on each backend under {@code -Dtls.close.peers=all}, or
 * else with one transport on one backend, others for each peer and protocol.
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
        int turn = turn(context);
        return IntStream.range(0, all.size())
                .filter(index -> ALL || hasItsTurn(index, turn))
                .mapToObj(all::get)
                .map(Arguments::of);
    }

    private Stream<Combination> with(PeerKind peer) {
        return Arrays.stream(protocols)
                .flatMap(protocol -> Arrays.stream(TransportKind.values())
                        .map(transport -> new Combination(peer, protocol, transport)));
    }

    /** Backends have their turns one after the other; which is first is another for each test. */
    private static int turn(ExtensionContext context) {
        List<TlsProvider> backends = TlsProviders.installed();
        TlsProvider backend = ((InteropTest) context.getRequiredTestInstance()).provider();
        int first = context.getRequiredTestMethod().getName().hashCode();
        return Math.floorMod(backends.indexOf(backend) - first, backends.size());
    }

    /** Transports follow each other: the first peer and protocol has the first, the next the second. So do backends. */
    private static boolean hasItsTurn(int index, int turn) {
        int transports = TransportKind.values().length;
        int number = index / transports;
        return index % transports == number % transports
                && turn == number % TlsProviders.installed().size();
    }
}
