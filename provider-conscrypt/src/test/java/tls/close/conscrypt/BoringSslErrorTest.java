// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;

class BoringSslErrorTest {
    private static final String BEFORE =
            "Read error: ssl=0x7fc7a82e6ab8: Failure in SSL library, usually a protocol error\n";

    private static SSLException error(String code) {
        return new SSLException(BEFORE + "error:" + code + ":SSL routines:OPENSSL_internal:ANY (any.cc:1 0x0:0x0)");
    }

    @Test
    void aFatalAlertIsFoundByItsNumberWhereverItWasWrapped() {
        assertEquals(OptionalInt.of(40), BoringSslError.alert(error("10000410")));
        assertEquals(OptionalInt.of(0), BoringSslError.alert(error("100003e8")));
        assertEquals(OptionalInt.of(255), BoringSslError.alert(error("100004e7")));
        assertEquals(
                OptionalInt.of(40), BoringSslError.alert(new SSLProtocolException("x").initCause(error("10000410"))));
    }

    @Test
    void anErrorOfOurOwnIsNone() {
        assertEquals(OptionalInt.empty(), BoringSslError.alert(error("100000e1")));
        assertEquals(OptionalInt.empty(), BoringSslError.alert(error("100004e8")));
        assertEquals(OptionalInt.empty(), BoringSslError.alert(error("0b000410")), "of another library");
        assertEquals(OptionalInt.empty(), BoringSslError.alert(new SSLException("error")));
        assertEquals(OptionalInt.empty(), BoringSslError.alert(null));
    }

    @Test
    void reasonsAreTold() {
        assertTrue(BoringSslError.isNothingToChoose(error("100000b8")));
        assertTrue(BoringSslError.isNothingToChoose(error("100000ae")));
        assertTrue(BoringSslError.isCloseNotifyInHandshake(error("100000d7")));
        assertFalse(BoringSslError.isCloseNotifyInHandshake(error("100000b8")));
    }
}
