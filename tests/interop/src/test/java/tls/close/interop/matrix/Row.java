// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.interop.LocalEnd;
import tls.close.interop.Patience;
import tls.close.interop.Protocol;
import tls.close.interop.TransportKind;
import tls.close.tck.wire.FreePort;

/** One peer, version and backend: a row of the table before equal ones are put together. */
record Row(Kind peer, Protocol protocol, String backend) {
    private static final int ATTEMPTS = 3;

    /** In which a program that gives up says why. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** Plays everything that the peer can, each with a peer that has just been started. */
    Map<Act, String> play(TlsContext context, SharedFiles files) throws Exception {
        Map<Act, String> seen = new EnumMap<>(Act.class);
        for (Act act : peer.acts()) {
            seen.put(act, play(act, context, files));
        }
        return seen;
    }

    private String play(Act act, TlsContext context, SharedFiles files) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return peer.role() == Role.SERVER ? withServer(act, context, files) : withClient(act, context, files);
            } catch (Ports.NotStartedException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private String withServer(Act act, TlsContext context, SharedFiles files) throws Exception {
        int port = FreePort.find();
        try (Remote remote = peer.launch().at(Site.in(files, protocol, port));
                SocketChannel channel = Ports.connect(port, remote.program())) {
            return play(act, context, channel, TlsEndpoint.client("server.test", port), remote);
        }
    }

    private String withClient(Act act, TlsContext context, SharedFiles files) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any);
                Remote remote = peer.launch()
                        .at(Site.in(files, protocol, listener.socket().getLocalPort()));
                SocketChannel channel = accept(listener, remote)) {
            return play(act, context, channel, TlsEndpoint.server(), remote);
        }
    }

    private static SocketChannel accept(ServerSocketChannel listener, Remote remote) throws IOException {
        listener.socket().setSoTimeout((int) Patience.LIMIT.toMillis());
        try {
            return listener.socket().accept().getChannel();
        } catch (IOException e) {
            throw new Ports.NotStartedException(remote.program().transcript().complaint("it does not connect"));
        }
    }

    private String play(Act act, TlsContext context, SocketChannel channel, TlsEndpoint endpoint, Remote remote)
            throws Exception {
        channel.socket().setTcpNoDelay(true);
        TlsEndpoint ours = endpoint.protocols(protocol.standardName());
        try (LocalEnd us = TransportKind.SOCKET.open(context, channel, ours)) {
            return act.play(us, remote);
        } catch (Exception | AssertionError e) {
            if (remote.program().exitsWithin(LAST_WORDS)) {
                // They may not have been read yet.
                remote.program().awaitExit();
            }
            AssertionError complaint = remote.program().transcript().complaint(act + " with " + this);
            if (remote.program().transcript().lines().stream().anyMatch(line -> line.contains("already in use"))) {
                throw new Ports.NotStartedException(complaint);
            }
            e.addSuppressed(complaint);
            throw e;
        }
    }

    @Override
    public String toString() {
        return peer.name() + ", " + peer.role() + ", " + protocol.standardName() + ", " + backend;
    }
}
