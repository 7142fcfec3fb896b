// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.idle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.tck.harness.EngineEnd;
import tls.close.tck.harness.Histogram;
import tls.close.tck.harness.JdkPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;

/**
 * What a connection on an {@code SSLSocket} holds above that one while it has nothing to do, and an engine above the JDK's:
 * a server may have many. A handshake and some data are behind them, and who was at the other end has gone.
 */
class IdleJsseTest {
    /** So many that what comes and goes with the rest of the JVM is less than half an object for each. */
    private static final int MANY = 100;

    /** Not more sessions than are made before anything is measured, so that those that follow add none. */
    private static final int MOST_SESSIONS = 32;

    private static final int WARMUP = MOST_SESSIONS + 8;

    /** Bytes above an {@code SSLSocket}: 72 of them are the socket that this needs below it. */
    private static final int MOST = 608;

    /** Bytes above an engine of the JDK's: what stands before it, with its lock. */
    private static final int MOST_OF_ENGINE = 96;

    /** What counts tickets, in a client of TLS 1.3. */
    private static final int TICKETS = 16;

    /** What the JDK copies for each of its servers that is to note the name that a client asks for. */
    private static final int NAME_MATCHERS = 3 * 24;

    /** What an engine of JDK 20 or later copies when it is given all settings of another. */
    private static final int NAMED_GROUPS = Runtime.version().feature() < 20 ? 0 : 56;

    /** Objects take eight more at least. */
    private static final int TOLERANCE = 4;

    /** Until all is measured: on JDK 17 an {@code SSLSocket} that is forgotten still waits for its finalizer. */
    private static final List<Object> IDLE = new ArrayList<>(6 * 2 * (WARMUP + MANY));

    private final TlsContext context;
    private final SSLContext bare = context();
    private final SSLContext peers = context();

    IdleJsseTest() throws GeneralSecurityException {
        context = TlsProviders.get("jsse")
                .newContext(TestPki.ec().server().keyManagers(), TestPki.ec().trustManagers());
    }

    private static SSLContext context() throws GeneralSecurityException {
        SSLContext context = JdkPeer.context(
                TestPki.ec().server().keyManagers(), TestPki.ec().trustManagers());
        context.getClientSessionContext().setSessionCacheSize(MOST_SESSIONS);
        context.getServerSessionContext().setSessionCacheSize(MOST_SESSIONS);
        return context;
    }

    @AfterAll
    static void letGo() {
        IDLE.clear();
    }

    static Stream<Arguments> ends() {
        TlsEndpoint client = TlsEndpoint.client("localhost", EngineSocket.PORT);
        TlsEndpoint server = TlsEndpoint.server();
        return Stream.of(
                Arguments.of(TlsVersion.TLS_1_2, client, MOST),
                Arguments.of(TlsVersion.TLS_1_2, server, MOST + NAME_MATCHERS),
                Arguments.of(TlsVersion.TLS_1_3, client, MOST + TICKETS),
                Arguments.of(TlsVersion.TLS_1_3, server, MOST + NAME_MATCHERS));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void anIdleConnectionAboveItsSslSocket(TlsVersion version, TlsEndpoint end, int most) throws Exception {
        assertHolds(most, end.protocols(version.jdkName()), this::connection, this::socket);
    }

    static Stream<Arguments> engines() {
        return Stream.of(
                Arguments.of(
                        TlsEndpoint.client("localhost", EngineSocket.PORT), MOST_OF_ENGINE + NAMED_GROUPS + TICKETS),
                Arguments.of(TlsEndpoint.server(), MOST_OF_ENGINE + NAMED_GROUPS + NAME_MATCHERS));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anIdleEngineAboveTheJdksOwn(TlsEndpoint endpoint, int most) throws Exception {
        assertHolds(most, endpoint, end -> established(context.newEngine(end), end), this::engine);
    }

    private interface Maker {
        Object make(TlsEndpoint endpoint) throws Exception;
    }

    private static void assertHolds(int most, TlsEndpoint endpoint, Maker ours, Maker bare) throws Exception {
        make(WARMUP, ours, endpoint);
        make(WARMUP, bare, endpoint);
        Histogram before = Histogram.settled();
        make(MANY, ours, endpoint);
        Histogram between = Histogram.settled();
        make(MANY, bare, endpoint);
        Histogram after = Histogram.settled();
        Histogram each = between.minus(before).minus(after.minus(between)).each(MANY);
        assertTrue(each.bytes() <= most + TOLERANCE, each::toString);
    }

    private static void make(int count, Maker maker, TlsEndpoint endpoint) throws Exception {
        for (int i = 0; i < count; i++) {
            IDLE.add(maker.make(endpoint));
        }
    }

    private TlsConnection connection(TlsEndpoint endpoint) throws IOException {
        EngineSocket socket = new EngineSocket(peer(endpoint));
        TlsConnection connection = context.open(socket, endpoint);
        assertEquals(Progress.DONE, connection.handshake());
        connection.write(ByteBuffer.allocate(1));
        socket.answer("b");
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        socket.forgetPeer();
        return connection;
    }

    private SSLSocket socket(TlsEndpoint endpoint) throws IOException {
        EngineSocket socket = new EngineSocket(peer(endpoint));
        SSLSocket tls = (SSLSocket)
                bare.getSocketFactory().createSocket(socket, endpoint.host().orElse(null), endpoint.port(), false);
        tls.setUseClientMode(endpoint.isClient());
        tls.setSSLParameters(endpoint.sslParameters());
        tls.startHandshake();
        tls.getOutputStream().write(new byte[1]);
        socket.answer("b");
        assertEquals('b', tls.getInputStream().read());
        socket.forgetPeer();
        return tls;
    }

    private SSLEngine engine(TlsEndpoint endpoint) throws IOException {
        SSLEngine engine = bare.createSSLEngine(endpoint.host().orElse(null), endpoint.port());
        engine.setUseClientMode(endpoint.isClient());
        engine.setSSLParameters(endpoint.sslParameters());
        return established(engine, endpoint);
    }

    private SSLEngine established(SSLEngine engine, TlsEndpoint endpoint) throws IOException {
        EngineEnd near = new EngineEnd(engine);
        EngineEnd far = new EngineEnd(peer(endpoint));
        engine.beginHandshake();
        far.offer(near.take());
        while (near.offer(far.take()) || far.offer(near.take())) {
            // Until neither has more to say, such as tickets.
        }
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
        near.offer(far.write("b"));
        assertEquals("b", near.text());
        return engine;
    }

    /** Does not know whom it talks to: a client of that kind resumes nothing, as many of a server's do. */
    private SSLEngine peer(TlsEndpoint endpoint) throws IOException {
        SSLEngine engine = peers.createSSLEngine();
        engine.setUseClientMode(!endpoint.isClient());
        engine.beginHandshake();
        return engine;
    }
}
