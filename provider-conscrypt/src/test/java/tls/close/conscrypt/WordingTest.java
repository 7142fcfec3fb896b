// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;

class WordingTest {
    private static final String RAW =
            "Read error: ssl=0x7fc99044d288: Failure in SSL library, usually a protocol error\n"
                    + "error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE"
                    + " (/build/boringssl/ssl/tls_record.cc:592 0x7fc9fd81730d:0x00000003)\n"
                    + "error:1000009a:SSL routines:OPENSSL_internal:HANDSHAKE_FAILURE_ON_CLIENT_HELLO"
                    + " (/build/boringssl/ssl/handshake.cc:613 0x7fc98c804308:0x00000000)\n";

    private static final String READABLE = "Read error: Failure in SSL library, usually a protocol error;"
            + " error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE;"
            + " error:1000009a:SSL routines:OPENSSL_internal:HANDSHAKE_FAILURE_ON_CLIENT_HELLO";

    @Test
    void itIsOneLineWithoutAddressesAndKeepsTheReasons() {
        assertEquals(READABLE, Wording.of(RAW));
        assertEquals("at ?", Wording.of("at 0x7fc99044d288"));
    }

    @Test
    void theKindAndTheAlertStayWhatTheyWere() {
        assertInstanceOf(SSLHandshakeException.class, Wording.of(new SSLHandshakeException(RAW)));
        assertInstanceOf(SSLProtocolException.class, Wording.of(new SSLProtocolException(RAW)));
        assertEquals(OptionalInt.of(40), BoringSslError.alert(Wording.of(new SSLException(RAW))));
    }

    @Test
    void theCauseIsReadableTooAndTheTraceIsConscrypts() {
        SSLException raw = new SSLException("outer\n", new SSLException(RAW));
        SSLException readable = Wording.of(raw);
        assertEquals("outer", readable.getMessage());
        assertEquals(READABLE, String.valueOf(readable.getCause().getMessage()));
        assertEquals(raw.getStackTrace()[0], readable.getStackTrace()[0]);
    }

    @Test
    void whatIsReadableStaysTheSame() {
        SSLException readable = new SSLException("no cipher suite in common");
        assertSame(readable, Wording.of(readable));
    }
}
