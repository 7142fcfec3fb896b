// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import static tls.close.bench.line.TransportKind.CHANNEL;
import static tls.close.bench.line.TransportKind.NON_BLOCKING;
import static tls.close.bench.line.TransportKind.SOCKET;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import tls.close.CloseLimits;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsProviders;
import tls.close.bench.line.Rival.Role;
import tlschannel.ClientTlsChannel;

/** All ways to drive one backend. */
public final class Rivals {
    private final Backend backend;
    private final TlsContext ours;
    private final SSLContext others;
    private final Rooms rooms = Rooms.allocate();
    private final byte[] room = new byte[16 * 1024];

    /**
     * Makes the contexts.
     *
     * @param backend which implementation
     * @param trust whom they let in
     * @throws GeneralSecurityException if the backend refuses
     */
    public Rivals(Backend backend, TrustManager[] trust) throws GeneralSecurityException {
        this.backend = backend;
        ours = TlsProviders.get(backend.label()).newContext(new KeyManager[0], trust);
        others = backend.newContext();
        others.init(null, Arrays.stream(trust).map(backend::trust).toArray(TrustManager[]::new), null);
    }

    /**
     * Bounds the sessions that the backend's own context keeps; ours keeps few anyway.
     *
     * @param most at least one
     */
    public void keepSessions(int most) {
        others.getClientSessionContext().setSessionCacheSize(most);
    }

    /**
     * Who takes turns.
     *
     * @return for each transport the bare one first
     */
    public List<Rival> all() {
        List<Rival> all = new ArrayList<>();
        for (TransportKind transport : TransportKind.values()) {
            all.add(rival("bare loop", transport, Role.BARE, target -> bare(link(transport, target), target)));
            all.add(rival("tls.close", transport, Role.OURS, target -> ours(transport, target, CloseLimits.DEFAULT)));
            all.add(rival(
                    "tls.close, NONE",
                    transport,
                    Role.OURS_WITHOUT_LIMITS,
                    target -> ours(transport, target, CloseLimits.NONE)));
        }
        all.add(new Rival(backend.ownSocket(), SOCKET, Role.OWN_SOCKET, backend.whyNoFullClose(), this::ownSocket));
        all.add(rival("tls-channel", CHANNEL, Role.OTHER, this::tlsChannel));
        all.add(rival(
                "Netty", NON_BLOCKING, Role.OTHER_IN_OWN_THREAD, target -> new NettyLine(target, engine(target))));
        return all;
    }

    /**
     * The engine that our connections are on, without them.
     *
     * @param transport over which transport
     * @return a rival in the loop by hand
     */
    public Rival ownEngine(TransportKind transport) {
        return rival(
                "our engine",
                transport,
                Role.BARE,
                target -> new BareLine(ours.newEngine(target.endpoint()), link(transport, target), rooms));
    }

    private static Rival rival(String name, TransportKind transport, Role role, Rival.Opener opener) {
        return new Rival(name, transport, role, Optional.empty(), opener);
    }

    /**
     * What has to be known to read the figures.
     *
     * @return empty if nothing has
     */
    public Optional<String> remark() {
        return backend.whyNoOwnEngine();
    }

    private Line ours(TransportKind transport, Target target, CloseLimits limits) throws IOException {
        return switch (transport) {
            case SOCKET -> {
                Socket socket = target.socket();
                yield new BlockingTlsConnectionLine(ours.open(socket, target.endpoint()), socket, limits);
            }
            case CHANNEL -> {
                SocketChannel channel = target.channel();
                yield new BlockingTlsConnectionLine(ours.open(channel, target.endpoint()), channel, limits);
            }
            case NON_BLOCKING -> {
                SocketChannel channel = target.channel();
                yield ours(channel, new SelectorReadiness(channel), target, limits);
            }
        };
    }

    Line ours(ByteChannel nonBlocking, Readiness readiness, Target target, CloseLimits limits) {
        TlsConnection connection = ours.open(nonBlocking, target.endpoint());
        return new NonBlockingTlsConnectionLine(connection, nonBlocking, readiness, limits);
    }

    Line bare(Link link, Target target) {
        return new BareLine(engine(target), link, rooms);
    }

    private static Link link(TransportKind transport, Target target) throws IOException {
        return switch (transport) {
            case SOCKET -> new SocketLink(target.socket());
            case CHANNEL -> new ChannelLink(target.channel());
            case NON_BLOCKING -> {
                SocketChannel channel = target.channel();
                yield new SelectorLink(channel, new SelectorReadiness(channel));
            }
        };
    }

    private Line ownSocket(Target target) throws IOException {
        Socket transport = target.socket();
        SSLSocket tls = (SSLSocket) others.getSocketFactory()
                .createSocket(transport, Target.HOST, target.address().getPort(), false);
        tls.setSSLParameters(target.endpoint().sslParameters());
        return new SslSocketLine(tls, transport, room);
    }

    private Line tlsChannel(Target target) throws IOException {
        SocketChannel transport = target.channel();
        return new TlsChannelLine(
                ClientTlsChannel.newBuilder(transport, engine(target)).build(), transport);
    }

    private SSLEngine engine(Target target) {
        if (backend.whyNoOwnEngine().isPresent()) {
            return ours.newEngine(target.endpoint());
        }
        SSLEngine engine = others.createSSLEngine(Target.HOST, target.address().getPort());
        engine.setUseClientMode(true);
        engine.setSSLParameters(target.endpoint().sslParameters());
        return engine;
    }
}
