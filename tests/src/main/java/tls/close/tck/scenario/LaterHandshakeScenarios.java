// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertClosedOnceAsReported;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.harness.Ends.assertOrderlyToTheEnd;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.helloRequest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Disabled;
import tls.close.CloseReport.First;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TruncationException;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/**
 * J: handshakes that are not a connection's first. A client may take a HelloRequest up with a ClientHello, refuse it with
 * no_renegotiation, or ignore it (RFC 5246 section 7.4.1.1); there are none in TLS 1.3.
 */
public abstract class LaterHandshakeScenarios {
    private static final String NO_EARLY_DATA =
            "this library neither sends nor accepts early data (RFC 8446 section 2.3)";

    @Disabled(NO_EARLY_DATA)
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule9_2_scenario87_byeInTheMiddleOfEarlyData(Setting setting) {}

    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT)
    void rule3_3_scenario88_aHelloRequestWhileWaitingIsAbsorbed(Setting setting) throws Exception {
        setting.require(Ability.ABSORB_HELLO_REQUEST);
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.peer().send(helloRequest(), data("late"), closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertEquals(4, session.subject().report().discardedBytes(), session::toString);
            session.assertCarriesPlaintext();
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT)
    void rule2_3_scenario88_aHelloRequestAfterShutWrIsAbsorbed(Setting setting) throws Exception {
        setting.require(Ability.ABSORB_HELLO_REQUEST);
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(data("before "), helloRequest(), data("after"), closeNotify());
            assertEquals("before after", session.subject().readTextToEnd());
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT)
    void rule2_3_scenario88_aHelloRequestWhileReadingLosesNothing(Setting setting) throws Exception {
        setting.require(Ability.ABSORB_HELLO_REQUEST);
        try (Session session = setting.connect()) {
            session.arrive(data("before "), helloRequest(), data("after"));
            assertEquals("before after", session.subject().readText(12));
            session.arrive(closeNotify());
            assertEquals("", session.subject().readTextToEnd());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertOrderlyButForARefusal(session);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT)
    void rule3_1_scenario88_aRenegotiationInProgressDoesNotHinderBye(Setting setting) throws Exception {
        setting.require(Ability.ABSORB_HELLO_REQUEST);
        try (Session session = setting.connect()) {
            session.arrive(helloRequest(), data("after"));
            assertEquals("after", session.subject().readText(5));
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertOrderlyButForARefusal(session);
        }
    }

    private static void assertOrderlyButForARefusal(Session session) throws IOException {
        session.subject().connection().close();
        List<Alert> alerts = new ArrayList<>(session.heardToTheEnd().alerts());
        alerts.remove(Alert.warning(AlertDescription.NO_RENEGOTIATION));
        assertEquals(List.of(Alert.CLOSE_NOTIFY), alerts, session::toString);
        assertTrue(session.subject().report().transportReusable(), session::toString);
    }

    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT)
    void rule4_1_scenario88_theEndOfTheTransportInARenegotiationIsATruncation(Setting setting) throws Exception {
        setting.require(Ability.ABSORB_HELLO_REQUEST);
        try (Session session = setting.connect()) {
            session.arrive(helloRequest(), data("after"));
            assertEquals("after", session.subject().readText(5));
            session.far().finish();
            assertThrows(TruncationException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
            assertNotOrderly(session.subject().report());
            assertClosedOnceAsReported(session);
        }
    }

    /** Whether or not a backend can say its close_notify then: the peer has said nothing, so that nothing is complete. */
    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule4_1_scenario88_aGoodbyeInALaterHandshakeIsNotThePeers(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            TlsConnection connection = session.subject().connection();
            session.arrive(helloRequest());
            assertEquals(0, connection.read(ByteBuffer.allocate(1)));
            try {
                connection.bye(SHUT_WR);
            } catch (SSLException e) {
                assertNotOrderly(connection.report());
            }
            session.far().finish();
            assertThrows(TruncationException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
            assertNotOrderly(connection.report());
        }
    }

    /** A writer that cannot go on before the data is read waits for a reader, and its exceptions are those of a write. */
    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule8_1_scenario147_aWriterInARenegotiationWaitsForTheReaderOfTheDataOnItsWay(Setting setting)
            throws Exception {
        setting.require(Ability.ABSORB_HELLO_REQUEST);
        try (Session session = setting.connect()) {
            session.arrive(helloRequest(), data("one "));
            assertEquals("one ", session.subject().readText(4));
            session.arrive(data("two "), data("three"));
            int onItsWay = session.wire().unread();
            TlsConnection connection = session.subject().connection();
            BackgroundCall<?> write =
                    BackgroundCall.run(() -> connection.outputStream().write(new byte[1]));
            awaitLess(onItsWay, session, write);
            BackgroundCall<String> read = session.start(() -> session.subject().readText(9));
            assertEquals("two three", read.result());
            session.far().finish();
            try {
                write.result();
            } catch (IOException e) {
                assertNotOrderly(session.subject().report());
            }
        }
    }

    /** Until the writer has met the data, or needed none of it. */
    private static void awaitLess(int unread, Session session, BackgroundCall<?> write) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "The writer neither reads nor ends");
        while (session.wire().unread() == unread && !write.isDone()) {
            deadline.pause();
        }
    }

    /** Whether it goes on or fails: never is data lost, or an end orderly that was none. */
    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT, lacking = Ability.ABSORB_HELLO_REQUEST)
    void rule4_3_scenario88_aHelloRequestThatIsNotAbsorbedIsNoOrderlyEnd(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("before"), helloRequest(), data("after"), closeNotify());
            assertEquals("before", session.subject().readText(6));
            try {
                assertEquals("after", session.subject().readTextToEnd());
            } catch (SSLException e) {
                assertNotOrderly(session.subject().report());
            }
        }
    }
}
