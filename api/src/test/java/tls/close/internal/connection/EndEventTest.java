// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tls.close.CloseReport;
import tls.close.ConnectionEnd;
import tls.close.TlsEndpoint;

/** What the flight recorder is told (rule 10.3). */
class EndEventTest {
    private static EndEvent of(Optional<Duration> flushTime, Optional<Duration> peerTime) {
        CloseReport report = new CloseReport(
                "TLSv1.3",
                CloseReport.Sent.CLOSE_NOTIFY,
                CloseReport.Received.FATAL_ALERT,
                CloseReport.First.PEER,
                OptionalInt.of(40),
                3,
                5,
                7,
                11,
                flushTime,
                peerTime);
        EndEvent event = new EndEvent.Failure();
        event.fill(new ConnectionEnd(
                TlsEndpoint.server(), Optional.of(StubTransport.PEER), report, 13, 17, Optional.empty()));
        return event;
    }

    @Test
    void rule10_3_itHasWhatTheReportHas() {
        EndEvent event = of(Optional.of(Duration.ofMillis(19)), Optional.of(Duration.ofMillis(23)));
        assertEquals("TLSv1.3", event.protocol);
        assertEquals("CLOSE_NOTIFY", event.sent);
        assertEquals("FATAL_ALERT", event.received);
        assertEquals("PEER", event.first);
        assertEquals(40, event.alert);
        assertEquals("handshake_failure", event.alertName);
        assertEquals(3, event.cutAfter);
        assertEquals(5, event.discardedBytes);
        assertEquals(13, event.bytesRead);
        assertEquals(17, event.bytesWritten);
        assertEquals(Duration.ofMillis(19).toNanos(), event.flushTime);
        assertEquals(Duration.ofMillis(23).toNanos(), event.peerTime);
    }

    @Test
    void rule10_3_whatHasTakenNoTimeIsNegative() {
        EndEvent event = of(Optional.empty(), Optional.empty());
        assertEquals(-1, event.flushTime);
        assertEquals(-1, event.peerTime);
    }
}
