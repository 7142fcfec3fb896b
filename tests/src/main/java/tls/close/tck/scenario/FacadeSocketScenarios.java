// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Tag;
import tls.close.tck.harness.FacadeSession;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.Ownership;
import tls.close.tck.harness.Role;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Loopback;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/** The façade: how a socket comes to its TCP connection, what it tells of it, and how it is set. */
@Tag("facade")
public abstract class FacadeSocketScenarios {

    /** By itself, or by a server socket; nobody has asked for the handshake. */
    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_theFirstWriteShakesHands(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).open()) {
            BackgroundCall<?> write = BackgroundCall.run(() -> session.write("question"));
            session.peer().alternate(write::isDone);
            write.result();
            session.peer().expectData("question");
            session.peer().send(data("answer"));
            assertEquals("answer", session.readText(6));
        }
    }

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_soDoesTheFirstRead(FacadeSetting setting) throws Exception {
        for (Ownership ownership : List.of(Ownership.LEFT, Ownership.KEPT)) {
            try (FacadeSession session =
                    FacadeSession.of(setting).over(ownership).open()) {
                BackgroundCall<Integer> read = session.start(session::read);
                session.peer().alternate(session.heard()::isHandshakeComplete);
                session.peer().send(data("a"));
                assertEquals('a', read.result());
            }
        }
    }

    @FacadeSettings(versions = TlsVersion.TLS_1_3)
    void ruleS7_everyWayToConnectByItself(FacadeSetting setting) throws Exception {
        SSLSocketFactory factory = setting.context().getSocketFactory();
        try (Loopback loopback = Loopback.open()) {
            int port = loopback.port();
            for (Making making : List.<Making>of(
                    () -> factory.createSocket("127.0.0.1", port),
                    () -> factory.createSocket("127.0.0.1", port, Loopback.address(), 0),
                    () -> factory.createSocket(Loopback.address(), port),
                    () -> factory.createSocket(Loopback.address(), port, Loopback.address(), 0),
                    () -> connected(factory.createSocket(), port))) {
                try (Socket made = making.make()) {
                    var far = loopback.accept();
                    assertTrue(((SSLSocket) made).getUseClientMode());
                    assertTrue(made.isConnected() && made.isBound() && !made.isClosed());
                    assertEquals(port, made.getPort());
                    assertEquals(Loopback.address(), made.getInetAddress());
                    assertEquals(new InetSocketAddress(Loopback.address(), port), made.getRemoteSocketAddress());
                    assertEquals(made.getLocalPort(), ((InetSocketAddress) made.getLocalSocketAddress()).getPort());
                    assertEquals(Loopback.address(), made.getLocalAddress());
                    assertEquals(0, far.receive().length, "nothing is sent before the handshake");
                }
            }
        }
    }

    private static Socket connected(Socket made, int port) throws IOException {
        assertFalse(made.isConnected() || made.isBound() || made.isClosed());
        made.connect(new InetSocketAddress(Loopback.address(), port), 10_000);
        assertEquals(0, made.getSoTimeout(), "the time to connect is no time to read");
        return made;
    }

    @FacadeSettings(versions = TlsVersion.TLS_1_3)
    void ruleS7_whereNobodyListensItSaysSo(FacadeSetting setting) throws Exception {
        SSLSocketFactory factory = setting.context().getSocketFactory();
        try (Socket silent = new Socket();
                Socket later = factory.createSocket()) {
            silent.bind(
                    new InetSocketAddress(Loopback.address(), 0)); // Keeps the port from others, and does not listen.
            int port = silent.getLocalPort();
            assertThrows(ConnectException.class, () -> factory.createSocket("127.0.0.1", port));
            InetSocketAddress nobody = new InetSocketAddress(Loopback.address(), port);
            assertThrows(ConnectException.class, () -> later.connect(nobody, 10_000));
        }
    }

    @FacadeSettings
    void ruleS7_aSocketSaysWhereItIsInItsLife(FacadeSetting setting) throws Exception {
        try (Loopback loopback = Loopback.open();
                SSLSocket tls = (SSLSocket) setting.context().getSocketFactory().createSocket()) {
            assertStates(tls);
            tls.bind(new InetSocketAddress(Loopback.address(), 0));
            assertStates(tls, "bound");
            tls.connect(new InetSocketAddress(Loopback.address(), loopback.port()));
            assertStates(tls, "bound", "connected");
        }
        for (Ownership ownership : Ownership.values()) {
            try (FacadeSession session =
                    FacadeSession.of(setting).over(ownership).connect()) {
                assertStates(session.tls(), "bound", "connected");
                session.tls().shutdownOutput();
                assertStates(session.tls(), "bound", "connected", "output shut down");
                session.peer().expectCloseNotify();
                session.peer().send(closeNotify());
                assertEquals(-1, session.read());
                session.tls().shutdownInput();
                assertTrue(session.tls().isInputShutdown() && session.tls().isOutputShutdown());
                session.tls().close();
                assertTrue(session.tls().isClosed()
                        && session.tls().isConnected()
                        && session.tls().isBound());
            }
        }
    }

    private static void assertStates(Socket socket, String... states) {
        Map<String, Boolean> said = new LinkedHashMap<>();
        said.put("bound", socket.isBound());
        said.put("connected", socket.isConnected());
        said.put("closed", socket.isClosed());
        said.put("input shut down", socket.isInputShutdown());
        said.put("output shut down", socket.isOutputShutdown());
        said.values().removeIf(yes -> !yes);
        assertEquals(List.of(states), List.copyOf(said.keySet()));
    }

    /** A layered socket has none of its own: whoever sets its options sets those of the caller's. */
    @FacadeSettings(versions = TlsVersion.TLS_1_3)
    void ruleS7_theOptionsOfTcpPassThrough(FacadeSetting setting) throws Exception {
        try (FacadeSession own = FacadeSession.of(setting).open()) {
            assertOptions(own.tls(), own.tls());
        }
        try (FacadeSession layered =
                FacadeSession.of(setting).over(Ownership.KEPT).open()) {
            assertOptions(layered.tls(), layered.wire().socket());
            Socket below = layered.wire().socket();
            assertEquals(below.getLocalSocketAddress(), layered.tls().getLocalSocketAddress());
            assertEquals(below.getRemoteSocketAddress(), layered.tls().getRemoteSocketAddress());
            assertSame(below.getChannel(), layered.tls().getChannel());
            assertEquals(below.supportedOptions(), layered.tls().supportedOptions());
        }
    }

    private static void assertOptions(SSLSocket tls, Socket below) throws IOException {
        for (boolean on : new boolean[] {true, false}) {
            tls.setTcpNoDelay(on);
            assertEquals(on, tls.getTcpNoDelay() && below.getTcpNoDelay());
            tls.setKeepAlive(on);
            assertEquals(on, tls.getKeepAlive() && below.getKeepAlive());
            tls.setReuseAddress(on);
            assertEquals(on, tls.getReuseAddress() && below.getReuseAddress());
            tls.setSoLinger(on, 7);
            assertEquals(on ? 7 : -1, tls.getSoLinger());
            assertEquals(on ? 7 : -1, below.getSoLinger());
        }
        tls.setSoTimeout(12_345);
        assertEquals(List.of(12_345, 12_345), List.of(tls.getSoTimeout(), below.getSoTimeout()));
        tls.setReceiveBufferSize(1 << 15);
        assertEquals(below.getReceiveBufferSize(), tls.getReceiveBufferSize());
        tls.setSendBufferSize(1 << 15);
        assertEquals(below.getSendBufferSize(), tls.getSendBufferSize());
        tls.setTrafficClass(8);
        assertEquals(below.getTrafficClass(), tls.getTrafficClass());
        tls.setOption(StandardSocketOptions.TCP_NODELAY, true);
        tls.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        assertTrue(below.getTcpNoDelay() && below.getKeepAlive());
        assertTrue(tls.getOption(StandardSocketOptions.TCP_NODELAY));
    }

    @FacadeSettings
    void ruleS7_aLayeredSocketTakesAnySocketOverTls(FacadeSetting setting) throws Exception {
        try (FacadeSession outer = FacadeSession.of(setting).connect();
                FacadeSession inner =
                        FacadeSession.of(setting).over(Ownership.KEPT).inside(outer)) {
            inner.handshake();
            inner.peer().send(data("question"));
            assertEquals("question", inner.readText(8));
            inner.write("answer");
            inner.peer().expectData("answer");
        }
    }

    // What was read from the socket before

    /** As a server does that looks at the first bytes to see what its client speaks. */
    @FacadeSettings(roles = Role.SERVER)
    void ruleS7_aServerIsGivenWhatItHasReadOfTheClientHello(FacadeSetting setting) throws Exception {
        byte[] hello = newPeer(setting).take();
        for (int consumed : List.of(0, 1, 5, 6, hello.length)) {
            try (LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET)) {
                PeerOnWire peer = new PeerOnWire(newPeer(setting), wire.far());
                peer.pump();
                wire.awaitUnread(Math.max(consumed, 1));
                byte[] taken = wire.socket().getInputStream().readNBytes(consumed);
                try (SSLSocket tls = (SSLSocket) setting.context()
                        .getSocketFactory()
                        .createSocket(wire.socket(), new ByteArrayInputStream(taken), true)) {
                    assertFalse(tls.getUseClientMode());
                    peer.handshake(tls::startHandshake);
                    peer.send(data("question"), closeNotify());
                    assertArrayEquals(
                            "question".getBytes(StandardCharsets.US_ASCII),
                            tls.getInputStream().readAllBytes());
                }
                assertTrue(wire.socket().isClosed());
                peer.expectCloseNotify();
            }
        }
    }

    private static ScriptedPeer newPeer(FacadeSetting setting) {
        return ScriptedPeer.client(PeerOptions.of(setting.version()));
    }

    private interface Making {
        Socket make() throws IOException;
    }
}
