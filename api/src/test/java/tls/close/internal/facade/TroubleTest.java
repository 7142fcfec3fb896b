// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import tls.close.CloseReport;
import tls.close.FatalAlertException;
import tls.close.TruncationException;

/** Libraries decide by the type, and people by the message. */
class TroubleTest {
    private final ClosedChannelException closed = new ClosedChannelException();

    @Test
    void ruleS7_aClosedChannelIsASocketThatIsClosed() {
        assertTold("Socket is closed", Halves.CLOSED);
        assertTold("the TLS connection is closed", Halves.BOTH);
    }

    @Test
    void ruleS7_aConnectionThatHasFailedSaysWhy() {
        closed.initCause(new IOException("Connection reset"));
        assertTold("the TLS connection has failed: java.io.IOException: Connection reset", Halves.BOTH);
        assertTold("Socket is closed", Halves.CLOSED);
    }

    private void assertTold(String message, Halves now) {
        for (IOException told : new IOException[] {Trouble.of(closed, now), Trouble.inHandshake(closed, now)}) {
            assertEquals(SocketException.class, told.getClass());
            assertEquals(message, told.getMessage());
            assertSame(closed, told.getCause());
        }
    }

    @Test
    void ruleS7_aRefusalInTheHandshakeIsASSLHandshakeException() {
        CloseReport report = new CloseReport(
                "TLSv1.3",
                CloseReport.Sent.NOTHING,
                CloseReport.Received.NOTHING,
                CloseReport.First.PEER,
                OptionalInt.empty(),
                0,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty());
        for (IOException refusal : new IOException[] {
            new TruncationException(report), new FatalAlertException(40, report, new SSLException("no"))
        }) {
            IOException told = Trouble.inHandshake(refusal, Halves.BOTH);
            assertEquals(SSLHandshakeException.class, told.getClass());
            assertEquals(refusal.getMessage(), told.getMessage());
            assertSame(refusal, told.getCause());
            assertSame(refusal, Trouble.of(refusal, Halves.BOTH));
        }
    }

    @Test
    void ruleS7_everythingElseIsToldAsItIs() {
        for (IOException other : new IOException[] {new IOException("reset"), new SSLException("bad record")}) {
            assertSame(other, Trouble.of(other, Halves.CLOSED));
            assertSame(other, Trouble.inHandshake(other, Halves.BOTH));
        }
    }
}
