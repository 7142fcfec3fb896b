// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.TlsEndpoint;

/** When many goodbyes are over, and what is said of those that are not done. */
class GoodbyeTermsTest {
    private static final CloseLimits HOUR = CloseLimits.DEFAULT.withTimeout(Duration.ofHours(1));

    private final Exchange exchange = new Connection(
                    new HeldTransport(new StubTransport()), new ScriptedLayer(), TlsEndpoint.server(), new NoOwner())
            .exchange();

    @Test
    void theyAreOverAtTheirDeadline() {
        GoodbyeTerms terms = new GoodbyeTerms(CloseRequest.SHUT_WR, HOUR.withTimeout(Duration.ZERO));
        assertTrue(terms.areOver());
        assertFalse(terms.areCanceled());
        assertInstanceOf(CloseTimeoutException.class, terms.reason(exchange));
    }

    @Test
    void rule7_3_anInterruptEndsThem() {
        GoodbyeTerms terms = new GoodbyeTerms(CloseRequest.SHUT_RDWR, HOUR);
        assertEquals(CloseRequest.SHUT_RDWR, terms.how());
        assertEquals(HOUR, terms.limits());
        assertFalse(terms.areOver() || terms.areCanceled());
        assertFalse(terms.areGivenUp(TimeUnit.MILLISECONDS.toNanos(999)));
        assertTrue(terms.areGivenUp(TimeUnit.MILLISECONDS.toNanos(1001)), "a write is stuck");
        terms.cancel();
        assertTrue(terms.areOver() && terms.areCanceled());
        assertInstanceOf(InterruptedIOException.class, terms.reason(exchange));
        assertFalse(terms.areGivenUp(TimeUnit.MILLISECONDS.toNanos(299)));
        assertTrue(terms.areGivenUp(TimeUnit.MILLISECONDS.toNanos(301)));
    }
}
