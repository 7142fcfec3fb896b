// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.bare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.bouncycastle.tls.TlsNoCloseNotifyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.TlsVersion;

/**
 * What the {@code SSLSocket} of BCJSSE does without us. Where a test fails with a new version of BouncyCastle, a cell of
 * the README's table is no longer true.
 */
class BouncyCastleWithoutUsTest {

    @Cell(row = Row.HALF_CLOSE, says = "ends TCP, no close_notify; `read` throws at the peer's")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void shutdownOutputEndsTcpWithoutCloseNotifyAndReadingGoesOnUntilThePeers(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.tls().shutdownOutput();
            socket.peer().expectEnd();
            assertEquals(List.of(), socket.peer().peer().alerts());
            socket.peer().send(data("late"), closeNotify());
            socket.assertReads("late");
            // It answers, and cannot.
            assertThrows(SocketException.class, socket::read);
        }
    }

    /** That is in any state of the connection, so that it needs no handshake here. */
    @Cell(row = Row.HALF_CLOSE, says = "on a socket that it connected itself: `UnsupportedOperationException`")
    @Test
    void shutdownOutputOfASocketThatItConnectedItselfIsUnsupported() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = Backend.BOUNCY_CASTLE
                        .context()
                        .getSocketFactory()
                        .createSocket(server.getInetAddress(), server.getLocalPort())) {
            assertThrows(UnsupportedOperationException.class, socket::shutdownOutput);
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

    @Cell(row = Row.TRUNCATION, says = "yes: `TlsNoCloseNotifyException` at a record boundary, `EOFException` inside")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aCutIsAnException(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.cutAtABoundary();
            assertThrows(TlsNoCloseNotifyException.class, socket::read);
        }
        try (BareSocket socket = open(version)) {
            socket.cutInsideARecord();
            assertThrows(EOFException.class, socket::read);
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

    @Cell(row = Row.BOUNDED, says = "returns beside a reader")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void closeReturnsBesideAReader(TlsVersion version) throws Exception {
        try (BareSocket socket = open(version)) {
            socket.closingBesideAReader().result();
            socket.assertHeard(Alert.CLOSE_NOTIFY);
        }
    }

    @Cell(row = Row.BOUNDED, says = "hangs beside a writer whose peer doesn't read")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void closeHangsBesideAStuckWriter(TlsVersion version) throws Exception {
        try (BareSocket socket = BareSocket.openNarrow(Backend.BOUNCY_CASTLE, version)) {
            socket.assertNeverReturns(socket.closingBesideAStuckWriter());
        }
    }

    private static BareSocket open(TlsVersion version) throws Exception {
        return BareSocket.open(Backend.BOUNCY_CASTLE, version);
    }
}
