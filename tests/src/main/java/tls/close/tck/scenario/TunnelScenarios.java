// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseTimeoutException;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TruncationException;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Tunnel;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.wire.BackgroundCall;

/** N: other TLS on the same transport, after the goodbye or inside. */
public abstract class TunnelScenarios {

    @Settings
    void rule5_3_scenario115_aSecondHandshakeOnTheSameTransport(Setting setting) throws Exception {
        assertTwoConnectionsFollowEachOther(setting, setting);
    }

    @Settings
    void rule5_3_scenario115_aSecondHandshakeInTheOtherVersion(Setting setting) throws Exception {
        assertTwoConnectionsFollowEachOther(setting, setting.withOtherVersion());
    }

    private static void assertTwoConnectionsFollowEachOther(Setting first, Setting second) throws Exception {
        try (Session before = first.connect()) {
            before.arrive(data("first"), closeNotify());
            assertEquals("first", before.subject().readTextToEnd());
            assertEquals(Progress.DONE, before.subject().bye(SHUT_RDWR));
            before.peer().expectCloseNotify();
            try (Session after = Session.of(second).open(before.wire())) {
                after.handshake();
                before.subject().connection().close(); // It has given the transport back, and must leave it alone.
                assertTalks(after);
                after.arrive(closeNotify());
                assertEquals(Progress.DONE, after.subject().bye(SHUT_RDWR));
                after.peer().expectCloseNotify();
                Ends.assertOrderly(after, First.LOCAL);
                after.assertCarriesPlaintext();
            }
            Ends.assertOrderly(before, First.PEER);
        }
    }

    @Settings
    void rule5_3_scenario116_theInnerGoodbyeLeavesTheOuterConnectionAlone(Setting setting) throws Exception {
        try (Tunnel tunnel = Tunnel.connect(setting)) {
            BackgroundCall<Progress> bye =
                    BackgroundCall.call(() -> tunnel.inner().bye(SHUT_RDWR));
            tunnel.innerPeer().expectCloseNotify();
            tunnel.innerPeer().send(data("late"), closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertTrue(tunnel.inner().report().transportReusable(), tunnel::toString);
            assertEquals(4, tunnel.inner().report().discardedBytes(), tunnel::toString);
            tunnel.inner().connection().close();
            assertEquals(List.of(Alert.CLOSE_NOTIFY), tunnel.innerPeer().peer().alerts());
            assertOuterEndsByItself(tunnel);
        }
    }

    /** What follows the inner close_notify in the very same outer record is the outer connection's (rule 5.2). */
    @Settings
    void rule5_2_scenario116_dataBehindTheInnerCloseNotifyBelongsToTheOuter(Setting setting) throws Exception {
        try (Tunnel tunnel = Tunnel.connect(setting)) {
            byte[] alert = tunnel.innerPeer().peer().say(closeNotify());
            byte[] both = Arrays.copyOf(alert, alert.length + 5);
            System.arraycopy("outer".getBytes(StandardCharsets.US_ASCII), 0, both, alert.length, 5);
            tunnel.outer().arrive(data(both));
            assertEquals(Progress.DONE, tunnel.inner().bye(SHUT_RDWR));
            assertEquals("outer", tunnel.outer().subject().readText(5));
            tunnel.innerPeer().expectCloseNotify();
            assertOuterEndsByItself(tunnel);
        }
    }

    /** The inner connection is over: the outer one carries data both ways, and is then ended like any other. */
    private static void assertOuterEndsByItself(Tunnel tunnel) throws Exception {
        Session outer = tunnel.outer();
        assertEquals(Sent.NOTHING, outer.subject().report().sent(), outer::toString);
        assertEquals(First.NOBODY, outer.subject().report().first(), outer::toString);
        assertTrue(outer.subject().connection().isInputOpen(), outer::toString);
        assertTrue(outer.subject().connection().isOutputOpen(), outer::toString);
        outer.arrive(data("still here"));
        assertEquals("still here", outer.subject().readText(10));
        outer.subject().write("me too");
        tunnel.expectOuterData("me too");
        outer.arrive(closeNotify());
        assertEquals(Progress.DONE, outer.subject().bye(SHUT_RDWR));
        outer.peer().expectCloseNotify();
        Ends.assertOrderly(outer, First.LOCAL);
        outer.assertCarriesPlaintext();
    }

    @Settings
    void rule4_1_scenario116_theOuterTruncationIsTheInnerOne(Setting setting) throws Exception {
        try (Tunnel tunnel = Tunnel.connect(setting)) {
            tunnel.outer().far().finish();
            assertInnerTruncation(tunnel);
            assertEquals(
                    Received.CUT_AT_BOUNDARY, tunnel.outer().subject().report().received(), tunnel::toString);
        }
    }

    /** The outer connection ends properly; that says nothing of the inner one. */
    @Settings
    void rule4_1_scenario116_theOuterCloseNotifyIsNoInnerOne(Setting setting) throws Exception {
        try (Tunnel tunnel = Tunnel.connect(setting)) {
            tunnel.outer().arrive(closeNotify());
            assertInnerTruncation(tunnel);
            assertTrue(tunnel.outer().subject().report().orderly(), tunnel::toString);
        }
    }

    private static void assertInnerTruncation(Tunnel tunnel) {
        assertThrows(TruncationException.class, () -> tunnel.inner().read(ByteBuffer.allocate(1)), tunnel::toString);
        assertEquals(Received.CUT_AT_BOUNDARY, tunnel.inner().report().received(), tunnel::toString);
        assertThrows(TruncationException.class, () -> tunnel.inner().bye(SHUT_RDWR), tunnel::toString);
        assertFalse(tunnel.inner().report().orderly(), tunnel::toString);
    }

    /** An alert of the outer peer is a failure of the inner one's transport, and no verdict of its TLS. */
    @Settings
    void rule4_5_scenario116_anOuterFatalAlertIsATransportFailureInside(Setting setting) throws Exception {
        try (Tunnel tunnel = Tunnel.connect(setting)) {
            tunnel.outer().arrive(fatal(AlertDescription.INTERNAL_ERROR));
            IOException inside = assertThrows(
                    IOException.class, () -> tunnel.inner().read(ByteBuffer.allocate(1)), tunnel::toString);
            assertFalse(inside instanceof SSLException, inside::toString);
            assertEquals(Received.TRANSPORT_FAILURE, tunnel.inner().report().received(), tunnel::toString);
            assertThrows(
                    FatalAlertException.class, () -> tunnel.outer().subject().bye(SHUT_WR), tunnel::toString);
        }
    }

    @Settings
    void rule7_2_scenario116_anInnerTimeoutLeavesTheOuterConnectionAlone(Setting setting) throws Exception {
        try (Tunnel tunnel = Tunnel.connect(setting)) {
            assertThrows(
                    CloseTimeoutException.class,
                    () -> tunnel.inner().bye(SHUT_RDWR, CloseLimits.DEFAULT.withTimeout(Duration.ZERO)),
                    tunnel::toString);
            tunnel.innerPeer().expectCloseNotify();
            tunnel.innerPeer().send(closeNotify());
            assertEquals(Progress.DONE, tunnel.inner().bye(SHUT_RDWR));
            assertOuterEndsByItself(tunnel);
        }
    }

    private static void assertTalks(Session session) throws IOException {
        session.arrive(data("question"));
        assertEquals("question", session.subject().readText(8));
        session.subject().write("answer");
        session.peer().expectData("answer");
    }
}
