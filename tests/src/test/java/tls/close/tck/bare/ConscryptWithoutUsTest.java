// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.bare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;

/**
 * What Conscrypt's {@code SSLSocket} does without us; our provider stands on its {@code SSLEngine}, which has tests like
 * these beside it. Where a test fails with a new version of Conscrypt, a cell of the README's table is no longer true.
 */
class ConscryptWithoutUsTest {

    @Cell(row = Row.HALF_CLOSE, says = "ends TCP, no close_notify; reads on")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void shutdownOutputEndsTcpWithoutCloseNotifyAndReadingGoesOn(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.tls().shutdownOutput();
            socket.peer().expectEnd();
            assertEquals(List.of(), socket.peer().peer().alerts());
            socket.peer().send(data("late"), closeNotify());
            socket.assertReads("late");
            assertEquals(-1, socket.read());
        }
    }

    @Cell(row = Row.WAIT, says = "no")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void closeDoesNotWait(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.assertClosesAtOnce(Alert.CLOSE_NOTIFY);
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

    @Cell(row = Row.HAND_BACK, says = "the peer's close_notify stays in the stream")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void closeLeavesThePeersCloseNotifyInTheStream(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.assertClosesAtOnce(Alert.CLOSE_NOTIFY);
            socket.assertCloseNotifyIsLeft();
        }
    }

    @Cell(row = Row.HAND_BACK, says = "once `read` said -1, plaintext that has come is lost: it reads ahead")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void whoReadsToTheEndLosesThePlaintextThatHasCome(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.closeNotifyAndPlaintextHaveCome();
            assertEquals(-1, socket.read());
            socket.assertPlaintextIsLost();
        }
    }

    @Cell(row = Row.BOUNDED, says = "hangs beside a reader")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void closeHangsBesideAReader(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            BackgroundCall<?> closing = socket.closingBesideAReader();
            socket.assertHeard(Alert.CLOSE_NOTIFY);
            socket.assertNeverReturns(closing);
        }
    }

    @Cell(row = Row.BOUNDED, says = "hangs beside a writer whose peer doesn't read")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void closeHangsBesideAStuckWriter(TlsVersion version) throws Exception {
        try (BareSocket socket = BareSocket.openNarrow(Backend.CONSCRYPT, version)) {
            socket.assertNeverReturns(socket.closingBesideAStuckWriter());
        }
    }

    private static BareSocket open(TlsVersion version) throws Exception {
        return BareSocket.open(Backend.CONSCRYPT, version);
    }
}
