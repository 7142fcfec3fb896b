// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;

class FatalAlertExceptionTest {

    /** As BoringSSL says it: an address in memory, a place in the source, and more than one line. */
    private final SSLException cause =
            new SSLException("ssl=0x7f0000000000: Failure in SSL library\nerror:1000041b (ssl_lib.cc:100 0x7f00:0x00)");

    @ParameterizedTest
    @CsvSource({
        "48, unknown_ca, trusts no authority",
        "40, handshake_failure, in common",
        "116, certificate_required, client certificate",
        "112, unrecognized_name, SNI",
    })
    void rule4_4_theMessageHasNumberNameAndMeaningOfTheAlert(int number, String name, String meaning) {
        FatalAlertException thrown = thrown(number);
        String said = String.valueOf(thrown.getMessage());
        assertTrue(said.startsWith("the peer sent fatal alert " + number + " (" + name + "): "), said);
        assertTrue(said.contains(meaning), said);
        assertTrue(said.endsWith("[" + thrown.report() + "]"), said);
    }

    @Test
    void rule4_4_anAlertThatNobodyKnowsHasItsNumber() {
        String said = String.valueOf(thrown(200).getMessage());
        assertTrue(said.startsWith("the peer sent fatal alert 200: what that means, its log says ["), said);
    }

    /** It is there as the cause. */
    @Test
    void rule4_4_theBackendsWordsAreNotSaidAgain() {
        FatalAlertException thrown = thrown(48);
        assertSame(cause, thrown.getCause());
        assertTrue(!String.valueOf(thrown.getMessage()).matches("(?s).*(0x|\n|error:).*"), thrown::toString);
    }

    private FatalAlertException thrown(int alert) {
        CloseReport report = new CloseReport(
                "NONE",
                Sent.NOTHING,
                Received.FATAL_ALERT,
                First.PEER,
                OptionalInt.of(alert),
                0,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty());
        return new FatalAlertException(alert, report, cause);
    }
}
