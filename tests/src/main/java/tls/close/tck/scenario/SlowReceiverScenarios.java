// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.newSessionTicket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Sent;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Sequence;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Subject;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/**
 * Q: what the peer has not read yet when we close the socket. With a byte of the peer's left unread in it, such as those
 * of TLS 1.3's tickets, the system would send a reset and throw the rest away.
 */
@Tag("afterwards")
public abstract class SlowReceiverScenarios {
    private static final int MUCH = 1 << 20;
    private static final int LITTLE = 1 << 14;

    /** After this the receiver begins to read all the same: on this system not all finds room on its way. */
    private static final Duration LATE = Duration.ofSeconds(2);

    @Settings
    void rule2_5_scenario132_closeLosesNothingThatASlowReceiverHasNotRead(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<?> sender = startWithSomethingUnread(session, setting, subject -> {
                subject.connection().close();
                session.wire().closeNear();
            });
            receiveLate(session, sender);
            sender.result();
            assertAllCame(session);
        }
    }

    /** What {@code bye(SHUT_WR)} promises, if {@code close()} follows. */
    @Settings
    void rule2_5_scenario133_norDoesShutWrWithCloseBehindIt(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<?> sender = startWithSomethingUnread(session, setting, subject -> {
                subject.bye(SHUT_WR);
                subject.connection().close();
                session.wire().closeNear();
            });
            receiveLate(session, sender);
            sender.result();
            assertAllCame(session);
        }
    }

    /** Tickets that come when we have let go already would be a reset; waiting for the peer's end covers them. */
    @Settings
    void rule2_5_scenario133_aPeerThatClosesWhenItHasReadAllGetsAll(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<?> sender = startWithSomethingUnread(session, setting, subject -> {
                subject.bye(SHUT_WR);
                subject.bye(SHUT_RDWR);
                session.wire().closeNear();
            });
            receive(session);
            session.peer().send(unread(setting));
            session.peer().send(closeNotify());
            sender.result();
            assertAllCame(session);
            Ends.assertOrderly(session, First.LOCAL);
        }
    }

    /** As above, with a reader that meets the peer's end. */
    @Settings
    void rule2_5_scenario133_readingToTheEndBehindShutWrIsEnoughToo(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<?> sender = startWithSomethingUnread(session, setting, subject -> {
                subject.bye(SHUT_WR);
                subject.readToEnd();
                session.wire().closeNear();
            });
            receive(session);
            session.peer().send(unread(setting));
            session.peer().send(closeNotify());
            sender.result();
            assertAllCame(session);
            Ends.assertOrderly(session, First.LOCAL);
        }
    }

    /** Writes much, and nothing is read before. */
    private static BackgroundCall<?> startWithSomethingUnread(Session session, Setting setting, Ending ending)
            throws IOException {
        session.arrive(unread(setting));
        return session.start(() -> {
            session.subject().write(Sequence.bytes(0, MUCH));
            ending.of(session.subject());
            return true;
        });
    }

    private static PeerMessage unread(Setting setting) {
        return setting.version() == TlsVersion.TLS_1_3 && setting.role() == Role.CLIENT
                ? newSessionTicket()
                : data("nobody reads this");
    }

    private static void receiveLate(Session session, BackgroundCall<?> sender) throws Exception {
        sender.isDoneWithin(LATE);
        receive(session);
        session.heard().offer(session.far().receiveToEnd());
    }

    /** In small pieces, up to the close_notify. */
    private static void receive(Session session) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "no close_notify comes: " + session);
        while (session.heard().closeNotifies() == 0 && !session.far().isAtEnd()) {
            session.far().awaitInput(deadline.remaining());
            session.heard().offer(session.far().receive(LITTLE));
        }
    }

    private static void assertAllCame(Session session) {
        assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent(), session::toString);
        assertEquals(MUCH, session.heard().data().length);
        Sequence.assertIsBeginning(session.heard().data());
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts(), session::toString);
        assertEquals(0, session.heard().surplus().length, session::toString);
        assertTrue(session.heard().failure().isEmpty(), session::toString);
    }

    @FunctionalInterface
    private interface Ending {
        void of(Subject subject) throws IOException;
    }
}
