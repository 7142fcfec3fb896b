// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.bare;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.TlsVersion.TLS_1_2;
import static tls.close.tck.peer.TlsVersion.TLS_1_3;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;

/**
 * What the JDK's {@code SSLSocket} does without us. Where a test fails with a new JDK, a cell of the README's table is no
 * longer true.
 */
class JdkWithoutUsTest {

    @Cell(row = Row.HALF_CLOSE, says = "sends close_notify, reads on")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void shutdownOutputSendsCloseNotifyAndReadingGoesOn(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.tls().shutdownOutput();
            socket.assertHeard(Alert.CLOSE_NOTIFY);
            socket.peer().send(data("late"), closeNotify());
            socket.assertReads("late");
            assertEquals(-1, socket.read());
            socket.assertHandedBack();
        }
    }

    @Cell(row = Row.WAIT, says = "1.2: `close()` waits")
    @Test
    void inTls12CloseWaitsForThePeersCloseNotify() throws Exception {
        try (BareSocket socket = open(TLS_1_2)) {
            BackgroundCall<?> closing = socket.closing();
            socket.assertHeard(Alert.CLOSE_NOTIFY);
            closing.awaitBlocked();
            socket.peer().send(closeNotify());
            closing.result();
        }
    }

    @Cell(row = Row.WAIT, says = "1.3: no, and says user_canceled first")
    @Test
    void inTls13CloseDoesNotWaitAndSaysUserCanceledFirst() throws Exception {
        try (BareSocket socket = open(TLS_1_3)) {
            socket.assertClosesAtOnce(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY);
        }
    }

    @Cell(row = Row.TRUNCATION, says = "no: -1, at a record boundary and inside a record")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aCutIsAnEndLikeAnyOther(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.cutAtABoundary();
            assertEquals(-1, socket.read());
        }
        try (BareSocket socket = open(version)) {
            socket.cutInsideARecord();
            assertEquals(-1, socket.read());
        }
    }

    @Cell(row = Row.TRUNCATION, says = "1.2: `close()` takes a cut for an answer")
    @Test
    void inTls12CloseTakesACutForAnAnswer() throws Exception {
        try (BareSocket socket = open(TLS_1_2)) {
            BackgroundCall<?> closing = socket.closing();
            socket.assertHeard(Alert.CLOSE_NOTIFY);
            closing.awaitBlocked();
            socket.peer().far().finish();
            closing.result();
        }
    }

    @Cell(row = Row.HAND_BACK, says = "1.2: yes")
    @Test
    void inTls12PlaintextFollowsCloseToTheByte() throws Exception {
        try (BareSocket socket = open(TLS_1_2)) {
            BackgroundCall<?> closing = socket.closing();
            socket.assertHeard(Alert.CLOSE_NOTIFY);
            socket.peer().send(closeNotify());
            socket.peer().far().send("plain".getBytes(US_ASCII));
            closing.result();
            socket.assertTransportReads("plain");
            socket.assertHandedBack();
        }
    }

    @Cell(row = Row.HAND_BACK, says = "1.3: the peer's close_notify stays in the stream")
    @Test
    void inTls13CloseLeavesThePeersCloseNotifyInTheStream() throws Exception {
        try (BareSocket socket = open(TLS_1_3)) {
            socket.assertClosesAtOnce(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY);
            socket.assertCloseNotifyIsLeft();
        }
    }

    @Cell(row = Row.HAND_BACK, says = "1.3: or what has come is swallowed, plaintext too")
    @Test
    void inTls13CloseSwallowsPlaintextThatHasCome() throws Exception {
        try (BareSocket socket = open(TLS_1_3)) {
            socket.closeNotifyAndPlaintextHaveCome();
            socket.assertClosesAtOnce(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY);
            socket.assertPlaintextIsLost();
        }
    }

    @Cell(row = Row.HAND_BACK, says = "yes once `read` said -1")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void whoReadsToTheEndBeforeCloseLosesNothing(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.closeNotifyAndPlaintextHaveCome();
            assertEquals(-1, socket.read());
            socket.assertClosesAtOnce(Alert.CLOSE_NOTIFY);
            socket.assertTransportReads("plain");
            socket.assertHandedBack();
        }
    }

    @Cell(row = Row.BOUNDED, says = "1.2: hangs with a silent peer")
    @Test
    void inTls12CloseHangsWithASilentPeer() throws Exception {
        try (BareSocket socket = open(TLS_1_2)) {
            socket.assertWaitsForEver(socket.closing());
        }
    }

    @Cell(row = Row.BOUNDED, says = "1.2: SO_TIMEOUT ends that as if it had answered")
    @Test
    void inTls12SoTimeoutEndsCloseAsIfThePeerHadAnswered() throws Exception {
        try (BareSocket socket = open(TLS_1_2)) {
            socket.tls().setSoTimeout(500);
            BackgroundCall<?> closing = socket.closing();
            closing.awaitBlocked();
            closing.result();
        }
    }

    @Cell(row = Row.BOUNDED, says = "1.2: hangs beside a reader")
    @Test
    void inTls12CloseHangsBesideAReader() throws Exception {
        try (BareSocket socket = open(TLS_1_2)) {
            BackgroundCall<?> closing = socket.closingBesideAReader();
            socket.assertHeard(Alert.CLOSE_NOTIFY);
            socket.assertNeverReturns(closing);
        }
    }

    @Cell(row = Row.BOUNDED, says = "1.3: returns beside a reader")
    @Test
    void inTls13CloseReturnsBesideAReader() throws Exception {
        try (BareSocket socket = open(TLS_1_3)) {
            socket.closingBesideAReader().result();
            socket.assertHeard(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY);
        }
    }

    @Cell(row = Row.BOUNDED, says = "hangs beside a writer whose peer doesn't read")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void closeHangsBesideAStuckWriter(TlsVersion version) throws Exception {
        try (BareSocket socket = BareSocket.openNarrow(Backend.JDK, version)) {
            socket.assertNeverReturns(socket.closingBesideAStuckWriter());
        }
    }

    private static BareSocket open(TlsVersion version) throws Exception {
        return BareSocket.open(Backend.JDK, version);
    }
}
