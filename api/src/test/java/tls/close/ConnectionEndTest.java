// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;

class ConnectionEndTest {
    /** Both sides, whether it failed, the cause, what is said beside it. */
    @ParameterizedTest
    @CsvSource({
        "CLOSE_NOTIFY, CLOSE_NOTIFY, false, close_notify, ''",
        "FAILED, CLOSE_NOTIFY, false, close_notify, ''",
        "CLOSE_NOTIFY, CUT_AT_BOUNDARY, true, cut off, ''",
        "NOTHING, CUT_INSIDE_RECORD, true, cut in a record, ''",
        "FAILED, FATAL_ALERT, true, fatal alert 40, handshake_failure",
        "CLOSE_NOTIFY, PLAINTEXT, true, plaintext, ''",
        "FATAL_ALERT, INVALID, true, refused by us, two words",
        "NOTHING, TRANSPORT_FAILURE, true, transport broke, two words",
        "NOTHING, NOTHING, false, never begun, ''",
        "CLOSE_NOTIFY_PENDING, NOTHING, false, ended by us, ''",
        "CLOSE_NOTIFY, NOTHING, false, ended by us, ''",
        "FATAL_ALERT, NOTHING, true, alert from us, two words",
        "FAILED, NOTHING, true, nothing sent, two words"
    })
    void rule10_3_theCauseIsWhatWasSentAndReceived(
            Sent sent, Received received, boolean failed, String cause, String detail) {
        OptionalInt alert = received == Received.FATAL_ALERT ? OptionalInt.of(40) : OptionalInt.empty();
        ConnectionEnd end = end(report(sent, received, alert), Optional.empty(), new IOException("two\n words"));
        assertEquals(failed, end.failed());
        assertEquals(cause, end.cause());
        assertEquals(detail, end.detail().orElse(""));
        String words = detail.isEmpty() ? "" : " (" + detail + ")";
        assertEquals(
                TlsEndpoint.server() + ", " + cause + words + ": " + end.report() + ", read 3 bytes, wrote 4",
                end.toString());
    }

    @Test
    void rule10_3_anAlertWithoutANameIsTold() {
        assertEquals(
                "fatal alert 255",
                end(report(Sent.FAILED, Received.FATAL_ALERT, OptionalInt.of(255)), Optional.empty(), new IOException())
                        .cause());
        ConnectionEnd unknown = end(
                report(Sent.FAILED, Received.FATAL_ALERT, OptionalInt.empty()), Optional.empty(), new IOException());
        assertEquals("fatal alert", unknown.cause());
        assertEquals(Optional.empty(), unknown.alertName());
    }

    @Test
    void rule10_3_anAddressIsToldWithoutALookUp() throws IOException {
        InetAddress v6 = InetAddress.getByAddress(
                "name.test", new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assertEquals("[2001:db8:0:0:0:0:0:1]:443", peerInWords(new InetSocketAddress(v6, 443)));
        InetAddress v4 = InetAddress.getByAddress("name.test", new byte[] {127, 0, 0, 1});
        assertEquals("127.0.0.1:80", peerInWords(new InetSocketAddress(v4, 80)));
        assertEquals("unknown.test:80", peerInWords(InetSocketAddress.createUnresolved("unknown.test", 80)));
        assertEquals("a pipe", peerInWords(new SocketAddress() {
            private static final long serialVersionUID = 1;

            @Override
            public String toString() {
                return "a pipe";
            }
        }));
    }

    private static String peerInWords(SocketAddress address) {
        CloseReport report = report(Sent.CLOSE_NOTIFY, Received.CLOSE_NOTIFY, OptionalInt.empty());
        ConnectionEnd end = end(report, Optional.of(address), new IOException());
        CloseOutcome outcome = new CloseOutcome(end.peer(), report, Optional.of(new IOException("cut")));
        assertEquals(end.peerInWords() + ", " + report + ": java.io.IOException: cut", outcome.toString());
        return end.peerInWords();
    }

    private static ConnectionEnd end(CloseReport report, Optional<SocketAddress> peer, IOException failure) {
        return new ConnectionEnd(TlsEndpoint.server(), peer, report, 3, 4, Optional.of(failure));
    }

    private static CloseReport report(Sent sent, Received received, OptionalInt alert) {
        return new CloseReport(
                "TLSv1.3", sent, received, First.LOCAL, alert, 7, 0, 0, 0, Optional.empty(), Optional.empty());
    }
}
