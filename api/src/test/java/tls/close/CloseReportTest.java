// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;

class CloseReportTest {

    @ParameterizedTest
    @EnumSource(Received.class)
    void rule3_1_onlyThePeersCloseNotifyIsOrderly(Received received) {
        assertEquals(
                received == Received.CLOSE_NOTIFY,
                report(Sent.CLOSE_NOTIFY, received).orderly());
    }

    @Test
    void rule5_4_theTransportIsReusableOnlyAfterBothCloseNotify() {
        for (Sent sent : Sent.values()) {
            for (Received received : Received.values()) {
                assertEquals(
                        sent == Sent.CLOSE_NOTIFY && received == Received.CLOSE_NOTIFY,
                        report(sent, received).transportReusable(),
                        () -> sent + ", " + received);
            }
        }
    }

    @Test
    void itIsOneLineForThePersonAtNight() {
        assertEquals(
                "TLSv1.3 not orderly: sent CLOSE_NOTIFY in 200 us, received CUT_INSIDE_RECORD after 7 bytes, first LOCAL,"
                        + " discarded 5 bytes in 2 records, control records 1",
                report(Sent.CLOSE_NOTIFY, Received.CUT_INSIDE_RECORD).toString());
        assertEquals(
                "TLSv1.3 not orderly: sent NOTHING in 200 us, received FATAL_ALERT 40, first LOCAL,"
                        + " discarded 5 bytes in 2 records, control records 1",
                report(Sent.NOTHING, Received.FATAL_ALERT).toString());
    }

    @Test
    void theLineSaysWhoseEndFailed() {
        assertTrue(report(Sent.FAILED, Received.CLOSE_NOTIFY)
                .toString()
                .startsWith("TLSv1.3 orderly from the peer, not from us: sent FAILED"));
        assertTrue(report(Sent.CLOSE_NOTIFY, Received.CLOSE_NOTIFY).toString().startsWith("TLSv1.3 orderly: "));
    }

    @Test
    void anExceptionKeepsItsReportOnAJourney() throws Exception {
        for (Received received : Received.values()) {
            CloseReport report = report(Sent.CLOSE_NOTIFY, received);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(new TruncationException(report));
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertEquals(report, ((TlsCloseException) in.readObject()).report());
            }
        }
    }

    private static CloseReport report(Sent sent, Received received) {
        return new CloseReport(
                "TLSv1.3",
                sent,
                received,
                First.LOCAL,
                received == Received.FATAL_ALERT ? OptionalInt.of(40) : OptionalInt.empty(),
                received == Received.CUT_INSIDE_RECORD ? 7 : 0,
                5,
                2,
                1,
                Optional.of(Duration.ofNanos(200_000)),
                Optional.empty());
    }
}
