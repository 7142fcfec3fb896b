// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_WR;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import tls.close.CloseLimits;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.FullPipe;
import tls.close.tck.harness.HeldHandshake;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.MemorySocket;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** R: a handshake that does not end ends by itself (rule 7.8). */
public abstract class HandshakeTimeoutScenarios {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofSeconds(5);

    /** A handshake record with a message that no handshake begins with: Finished, empty. */
    private static final byte[] NO_HELLO = {22, 3, 3, 0, 4, 20, 0, 0, 0};

    @Settings(versions = TlsVersion.TLS_1_3)
    void rule7_8_scenario142_aSilentPeer(Setting setting) throws Exception {
        try (Session session = open(setting)) {
            assertLate(() -> handshakeUntilLate(session), session);
            assertTransportIsAsBefore(session, setting);
        }
    }

    /** The peer's first flight byte by byte, but for the last one. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.SERVER)
    void rule7_8_scenario142_aPeerThatTrickles(Setting setting) throws Exception {
        try (Session session = open(setting)) {
            byte[] hello = session.heard().take();
            BackgroundCall<?> handshake = session.start(() -> {
                assertLate(() -> handshakeUntilLate(session), session);
                return "late";
            });
            for (int i = 0; i < hello.length - 1 && !handshake.isDone(); i++) {
                session.far().send(hello[i]);
            }
            handshake.result();
            assertTransportIsAsBefore(session, setting);
        }
    }

    /** Only what nothing but closing can end is closed (rule 7.4). */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule7_8_scenario142_aPeerThatDoesNotRead(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.handshakeTimeout(LIMIT))
                .open(LoopbackWire.openNarrow(setting.nearEnd()))) {
            FullPipe.of(session.wire(), setting.nearEnd());
            assertLate(() -> handshakeUntilLate(session), session);
            assertEquals(setting.nearEnd() == NearEnd.SOCKET, isClosed(session, setting), session::toString);
        }
    }

    /** Without blocking it takes an event loop with a timer. */
    private static void handshakeUntilLate(Session session) throws IOException {
        while (session.subject().connection().handshake() != Progress.DONE) {
            session.far().awaitInput(TICK);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_8_scenario142_aChannelOfAnotherKind(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting).endpoint(usual -> usual.handshakeTimeout(LIMIT));
        MemoryWire wire = MemoryWire.blocking();
        try (TlsConnection connection = options.context().open(wire.near(), options.endpoint())) {
            assertThrows(CloseTimeoutException.class, connection::handshake);
            assertThrows(CloseTimeoutException.class, connection::handshake);
            assertTrue(wire.near().isOpen());
        }
    }

    /** The alert that is owed then has no more time than the handshake. */
    @Settings(roles = Role.SERVER, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_8_scenario142_anAlertThatIsStuck(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting).endpoint(usual -> usual.handshakeTimeout(LIMIT));
        MemoryWire wire = MemoryWire.blocking();
        try (TlsConnection connection = options.context().open(wire.near(), options.endpoint())) {
            wire.acceptOnly(0);
            wire.far().send(NO_HELLO);
            long start = System.nanoTime();
            assertThrows(IOException.class, connection::handshake);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(SOON) < 0, took::toString);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.SOCKET)
    void rule7_8_scenario142_theSocketsOwnTimeoutIsInForceAndTheCallCanBeRepeated(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            session.wire().socket().setSoTimeout(20);
            SocketTimeoutException early = assertThrows(
                    SocketTimeoutException.class, () -> session.subject().handshake());
            assertFalse(early.getClass().getName().startsWith("tls."), early::toString);
            assertEquals(20, session.wire().socket().getSoTimeout());
            session.wire().socket().setSoTimeout(0);
            session.handshake();
            assertEquals(0, session.wire().socket().getSoTimeout());
        }
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule9_2_scenario142_aHandshakeInAnotherThreadEndsWhenItWasCanceled(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            handshake.awaitReading();
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_WR));
            handshake.failure();
            Ends.assertNotOrderly(session.subject().report());
            assertFalse(isClosed(session, setting), session::toString);
        }
    }

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.SOCKET)
    void rule7_3_scenario142_anInterruptEndsAHandshakeWhoseCancellationIsStuck(Setting setting) throws Exception {
        MemoryWire wire = MemoryWire.blocking();
        try (TlsConnection connection = connect(Session.of(setting), wire)) {
            BackgroundCall<Progress> handshake = BackgroundCall.call(connection::handshake);
            assertTrue(wire.far().awaitInput(SOON));
            wire.acceptOnly(0);
            BackgroundCall<Progress> goodbye = BackgroundCall.call(() -> connection.bye(SHUT_WR));
            wire.awaitStuckWrite();
            handshake.thread().interrupt();
            assertTrue(handshake.isDoneWithin(SOON), connection::toString);
            assertThrows(IOException.class, handshake::result);
            wire.acceptAll();
            assertEquals(Progress.DONE, goodbye.result());
        }
    }

    /** Why it has failed is that the write was stuck, not that nothing could follow it. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.SOCKET)
    void rule7_4_scenario142_aCanceledHandshakeThatIsStuckSaysThatTheTransportWasClosed(Setting setting)
            throws Exception {
        MemoryWire wire = MemoryWire.blocking();
        wire.acceptOnly(0);
        Session.Builder options = Session.of(setting).endpoint(usual -> usual.handshakeTimeout(LIMIT));
        try (TlsConnection connection = connect(options, wire)) {
            BackgroundCall<Progress> handshake = BackgroundCall.call(connection::handshake);
            wire.awaitStuckWrite();
            assertThrows(IOException.class, () -> connection.bye(SHUT_WR, CloseLimits.DEFAULT.withTimeout(TICK)));
            assertThrows(CloseTimeoutException.class, handshake::result);
            assertFalse(wire.near().isOpen());
        }
    }

    private static TlsConnection connect(Session.Builder options, MemoryWire wire) throws IOException {
        return options.context().open(new MemorySocket(wire), options.endpoint());
    }

    private static Session open(Setting setting) throws IOException {
        return Session.of(setting)
                .endpoint(usual -> usual.handshakeTimeout(LIMIT))
                .open();
    }

    /** Not before the time is over, and soon after; and all later calls say the same at once. */
    private static void assertLate(BackgroundCall.Action handshake, Session session) {
        long start = System.nanoTime();
        assertThrows(CloseTimeoutException.class, handshake::run, session::toString);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(SOON) < 0, took::toString);
        TlsConnection connection = session.subject().connection();
        assertThrows(CloseTimeoutException.class, connection::handshake);
        assertThrows(CloseTimeoutException.class, () -> connection.read(ByteBuffer.allocate(1)));
        assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertThrows(CloseTimeoutException.class, () -> connection.bye(SHUT_WR));
        Ends.assertNotOrderly(connection.report());
    }

    private static boolean isClosed(Session session, Setting setting) {
        return setting.nearEnd() == NearEnd.SOCKET
                ? session.wire().socket().isClosed()
                : !session.wire().channel().isOpen();
    }

    private static void assertTransportIsAsBefore(Session session, Setting setting) throws IOException {
        assertFalse(isClosed(session, setting), session::toString);
        switch (setting.nearEnd()) {
            case SOCKET -> assertEquals(0, session.wire().socket().getSoTimeout());
            case BLOCKING_CHANNEL -> assertTrue(session.wire().channel().isBlocking());
            case NON_BLOCKING_CHANNEL -> assertFalse(session.wire().channel().isBlocking());
        }
    }
}
