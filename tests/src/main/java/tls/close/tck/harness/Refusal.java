// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.TlsCloseException;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;

/** How the code under test says no to a peer in the handshake. */
public final class Refusal {
    /** TLS leaves it to the implementation which of these fits (RFC 8446, section 6.2). */
    public static final Set<AlertDescription> OF_A_CERTIFICATE = EnumSet.of(
            AlertDescription.BAD_CERTIFICATE,
            AlertDescription.CERTIFICATE_EXPIRED,
            AlertDescription.CERTIFICATE_UNKNOWN,
            AlertDescription.UNKNOWN_CA);

    private Refusal() {}

    /** It throws, tells the peer with one fatal alert, and has nothing more to say when it is ended (rule 9.3). */
    public static void assertRefused(Session session, Set<AlertDescription> because) throws Exception {
        assertRefusal(assertThrows(Exception.class, session::handshake));
        assertThrows(SSLException.class, () -> session.subject().bye(SHUT_WR));
        assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR));
        assertEquals(Sent.FATAL_ALERT, session.subject().report().sent());
        assertEquals(Received.INVALID, session.subject().report().received());
        assertFalse(session.subject().report().transportReusable());
        session.subject().connection().close();

        List<Alert> alerts = session.heardToTheEnd().alerts();
        assertEquals(1, alerts.size(), session::toString);
        assertTrue(
                because.stream().map(Alert::fatal).anyMatch(alerts.get(0)::equals),
                () -> alerts + " is none of " + because);
    }

    /** Not the end of a connection: there was none yet. */
    public static void assertRefusal(Exception thrown) {
        assertInstanceOf(SSLException.class, thrown);
        assertFalse(thrown instanceof TlsCloseException, thrown::toString);
    }
}
