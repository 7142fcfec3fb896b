// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AfterCloseNotify;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** Rule 10.2: what {@code close()} does, and what it doesn't. */
@Tag("afterwards")
public abstract class CloseScenarios {
    /** Half of what a wait for the peer would take. */
    private static final Duration QUICKLY = Duration.ofSeconds(5);

    @Settings
    void rule10_2_closeSendsTheCloseNotifyThatIsOwedAndDoesNotWait(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .peer(usual -> usual.withAfterCloseNotify(AfterCloseNotify.PLAINTEXT))
                .open()) {
            session.handshake();
            session.subject().write("written before");
            assertTrue(session.subject().connection().isOpen());
            closeQuickly(session);
            session.peer().expectData("written before");
            session.peer().expectCloseNotify();
            assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent());
            assertEquals(Received.NOTHING, session.subject().report().received());
            assertFalse(session.subject().report().orderly());
            session.writePlaintext("plain");
            session.peer().expectPlaintext("plain");
            InitiatorScenarios.assertOneCloseNotify(session);
        }
    }

    @Settings
    void rule2_5_closeTakesTheRecordsThatAreThere(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("data"));
            closeQuickly(session);
            session.peer().expectCloseNotify();
            assertEquals(0, session.wire().unread());
            assertEquals(4, session.subject().report().discardedBytes());
            assertEquals(Received.NOTHING, session.subject().report().received());
            session.arrive(data("more"));
            assertTrue(session.wire().unread() > 0, "it has let go");
        }
    }

    @Settings
    void rule2_5_closeTakesNothingBehindThePeersCloseNotify(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("data"), closeNotify());
            closeQuickly(session);
            session.peer().expectCloseNotify();
            assertTrue(session.subject().report().transportReusable(), session::toString);
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule10_2_closeIsIdempotentAndFinal(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            closeQuickly(session);
            closeQuickly(session);
            session.arrive(data("data"), closeNotify());
            TlsConnection connection = session.subject().connection();
            assertThrows(ClosedChannelException.class, () -> connection.read(ByteBuffer.allocate(1)));
            assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1)));
            assertThrows(ClosedChannelException.class, connection::handshake);
            assertThrows(ClosedChannelException.class, () -> connection.bye(SHUT_RDWR));
            assertEquals(Progress.DONE, connection.bye(SHUT_WR), "that was fulfilled by close()");
            assertFalse(connection.isInputOpen() || connection.isOutputOpen());
            assertHeard(session, List.of(Alert.CLOSE_NOTIFY));
        }
    }

    @Settings
    void rule10_2_afterByeNothingIsOwed(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            closeQuickly(session);
            assertHeard(session, List.of(Alert.CLOSE_NOTIFY));
        }
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            session.subject().bye(SHUT_RDWR);
            assertTrue(session.subject().connection().isOpen());
            closeQuickly(session);
            assertTrue(session.subject().report().orderly());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.assertCarriesPlaintext();
            assertHeard(session, List.of(Alert.CLOSE_NOTIFY));
        }
    }

    @Settings
    void rule10_2_afterThePeersCloseNotifyOursIsOwed(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            assertEquals("", session.subject().readTextToEnd());
            closeQuickly(session);
            assertTrue(session.subject().report().transportReusable());
            session.peer().expectCloseNotify();
            session.assertCarriesPlaintext();
            assertHeard(session, List.of(Alert.CLOSE_NOTIFY));
        }
    }

    @Settings
    void rule10_2_beforeTheHandshakeNothingIsOwed(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            closeQuickly(session);
            assertEquals(Sent.NOTHING, session.subject().report().sent());
            session.assertCarriesPlaintext();
        }
    }

    /** In one thread, which only a transport that doesn't block lets out of a handshake. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule10_2_inMidHandshakeUserCanceledAndCloseNotifyAreOwed(Setting setting) throws Exception {
        if (setting.version() == TlsVersion.TLS_1_3 && setting.role() == Role.SERVER) {
            setting.require(Ability.CANCEL_ENCRYPTED_HANDSHAKE); // Its flight has gone out by then.
        }
        try (Session session = setting.open()) {
            session.peer().pump(); // A client's ClientHello.
            session.wire().awaitUnread(setting.role() == Role.SERVER ? 1 : 0);
            assertEquals(Progress.WANT_READ, session.subject().connection().handshake());
            closeQuickly(session);
            session.peer().expectCloseNotify();
            assertHeard(session, List.of(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY));
            assertFalse(session.subject().report().orderly());
        }
    }

    @Settings
    void rule10_2_afterAFatalAlertNothingIsOwed(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.peer().send(fatal(AlertDescription.INTERNAL_ERROR));
            assertThrows(IOException.class, session.subject()::readToEnd);
            closeQuickly(session);
            assertHeard(session, List.of());
        }
        try (Session session = setting.connect()) {
            session.peer().send(damaged(data("data")));
            assertThrows(IOException.class, session.subject()::readToEnd);
            closeQuickly(session);
            assertEquals(1, session.heardToTheEnd().alerts().size(), session::toString);
            assertEquals(0, session.heard().closeNotifies(), session::toString);
        }
    }

    @Settings
    void rule10_2_closeIsQuietWhateverBecameOfTheTransport(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.far().finish();
            assertThrows(IOException.class, session.subject()::readToEnd);
            closeQuickly(session);
            assertEquals(Received.CUT_AT_BOUNDARY, session.subject().report().received());
            assertHeard(session, List.of(Alert.CLOSE_NOTIFY));
        }
        try (Session session = setting.connect()) {
            session.far().reset();
            assertThrows(IOException.class, session.subject()::readToEnd);
            closeQuickly(session);
            assertEquals(Received.TRANSPORT_FAILURE, session.subject().report().received());
        }
        try (Session session = setting.connect()) {
            session.wire().close();
            closeQuickly(session);
            assertEquals(Sent.FAILED, session.subject().report().sent());
        }
    }

    /** In memory, where it is sure that nothing can be written. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule10_2_whatCannotGoOutIsNotWaitedFor(Setting setting) throws Exception {
        Session.Builder session = Session.of(setting);
        MemoryWire wire = MemoryWire.nonBlocking();
        TlsConnection connection = session.context().open(wire.near(), session.endpoint());
        PeerOnWire peer = new PeerOnWire(session.scriptedPeer(), wire.far());
        peer.alternate(() -> connection.handshake() == Progress.DONE);
        wire.acceptOnly(0);
        assertTimeoutPreemptively(QUICKLY, () -> connection.close());
        assertEquals(Sent.FAILED, connection.report().sent());
        assertTrue(wire.near().isOpen(), "it does not close the transport");
    }

    /** Over a blocking transport, where a reader is in the connection for as long as the peer is silent. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule10_2_closeDoesNotWaitForAReader(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<Integer> reader =
                    session.start(() -> session.subject().connection().read(ByteBuffer.allocate(10)));
            reader.awaitBlocked();
            closeQuickly(session);
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify());
            try {
                assertEquals(-1, reader.result());
            } catch (ClosedChannelException e) {
                // Also right: it was closed before the end came.
            }
            assertHeard(session, List.of(Alert.CLOSE_NOTIFY));
        }
    }

    private static void closeQuickly(Session session) {
        assertTimeoutPreemptively(QUICKLY, () -> session.subject().connection().close());
        assertFalse(session.subject().connection().isOpen());
    }

    private static void assertHeard(Session session, List<Alert> alerts) throws IOException {
        assertEquals(alerts, session.heardToTheEnd().alerts(), session::toString);
    }
}
