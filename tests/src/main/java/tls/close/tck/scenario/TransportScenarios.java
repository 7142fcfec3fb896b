// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.firstBytes;
import static tls.close.tck.peer.Messages.garbage;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseTimeoutException;
import tls.close.DiscardLimitException;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TruncationException;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.wire.NearEnd;

/** N: what an end does to the transport: nothing, and it says whether something else may follow. */
public abstract class TransportScenarios {

    @Settings
    void rule5_1_anOrderlyEndLeavesTheTransportAloneAndReusable(Setting setting) throws Exception {
        assertTrue(isReusableAfter(setting, session -> {
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
        }));
    }

    @Settings
    void rule5_4_scenario119_notReusableBeforeThePeersCloseNotify(Setting setting) throws Exception {
        assertFalse(isReusableAfter(setting, session -> session.subject().bye(SHUT_WR)));
    }

    @Settings
    void rule5_4_scenario119_notReusableBeforeOurs(Setting setting) throws Exception {
        setting.require(Ability.WRITE_AFTER_PEER_CLOSE); // otherwise ours goes out at once
        try (Session session = setting.connect()) {
            session.arrive(data("the end"), closeNotify());
            session.subject().readToEnd();
            assertTrue(session.subject().report().orderly(), session::toString);
            assertFalse(session.subject().report().transportReusable(), session::toString);
            session.subject().bye(SHUT_WR);
            assertTrue(session.subject().report().transportReusable(), session::toString);
        }
    }

    @Settings
    void rule5_4_scenario119_notReusableAfterATruncation(Setting setting) throws Exception {
        assertFalse(isReusableAfter(setting, session -> {
            session.far().finish();
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
        }));
    }

    @Settings
    void rule5_4_scenario119_notReusableAfterATruncationInsideTheCloseNotify(Setting setting) throws Exception {
        assertFalse(isReusableAfter(setting, session -> {
            session.arrive(firstBytes(closeNotify(), 7));
            session.far().finish();
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
        }));
    }

    @Settings
    void rule5_4_scenario119_notReusableAfterATimeout(Setting setting) throws Exception {
        CloseLimits atOnce = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);
        assertFalse(isReusableAfter(
                setting,
                session -> assertThrows(
                        CloseTimeoutException.class, () -> session.subject().bye(SHUT_RDWR, atOnce))));
    }

    @Settings
    void rule5_4_scenario119_notReusableAfterTheDiscardLimit(Setting setting) throws Exception {
        CloseLimits little = CloseLimits.DEFAULT.withDiscardedBytes(3);
        try (Session session = setting.connect()) {
            session.arrive(data("much"), closeNotify());
            assertThrows(DiscardLimitException.class, () -> session.subject().bye(SHUT_RDWR, little));
            assertFalse(session.subject().report().transportReusable());
            session.subject().connection().close(); // It takes the rest (rule 2.5).
            assertTrue(session.subject().report().transportReusable());
        }
    }

    @Settings
    void rule5_4_scenario119_notReusableAfterAFatalAlert(Setting setting) throws Exception {
        assertFalse(isReusableAfter(setting, session -> {
            session.arrive(fatal(AlertDescription.INTERNAL_ERROR));
            assertThrows(FatalAlertException.class, () -> session.subject().bye(SHUT_RDWR));
        }));
    }

    @Settings
    void rule5_4_scenario119_notReusableAfterAForgedRecord(Setting setting) throws Exception {
        assertFalse(isReusableAfter(setting, session -> {
            session.arrive(damaged(closeNotify()));
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR));
        }));
    }

    @Settings
    void rule5_4_scenario119_notReusableAfterGarbage(Setting setting) throws Exception {
        assertFalse(isReusableAfter(setting, session -> {
            session.arrive(garbage());
            assertThrows(SSLException.class, () -> session.subject().readToEnd());
        }));
    }

    /** Ends a session and closes it; on the way checks that the transport is as it was (rules 5.1, 7.5). */
    private static boolean isReusableAfter(Setting setting, Ending ending) throws Exception {
        try (Session session = setting.connect()) {
            Socket socket = socket(session, setting);
            socket.setSoTimeout(12_345);
            socket.setSoLinger(true, 7);
            socket.setKeepAlive(true);
            ending.reach(session);
            boolean reusable = session.subject().report().transportReusable();
            assertUntouched(socket, setting);
            session.subject().connection().close();
            assertEquals(reusable, session.subject().report().transportReusable(), session::toString);
            assertUntouched(socket, setting);
            // What the connection had to say is out, and no end of the stream is behind it.
            session.peer().pump();
            assertFalse(session.far().isAtEnd(), session::toString);
            session.heardToTheEnd();
            return reusable;
        }
    }

    private static void assertUntouched(Socket socket, Setting setting) throws SocketException {
        assertFalse(socket.isClosed() || socket.isInputShutdown() || socket.isOutputShutdown(), setting::toString);
        assertEquals(12_345, socket.getSoTimeout(), setting::toString);
        assertEquals(7, socket.getSoLinger(), setting::toString);
        assertTrue(socket.getKeepAlive() && socket.getTcpNoDelay(), setting::toString);
        if (setting.nearEnd() != NearEnd.SOCKET) {
            assertEquals(
                    setting.nearEnd() == NearEnd.BLOCKING_CHANNEL,
                    socket.getChannel().isBlocking(),
                    setting::toString);
        }
    }

    private static Socket socket(Session session, Setting setting) {
        return setting.nearEnd() == NearEnd.SOCKET
                ? session.wire().socket()
                : session.wire().channel().socket();
    }

    @FunctionalInterface
    private interface Ending {
        void reach(Session session) throws IOException;
    }
}
