// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.harness.Session;
import tls.close.tck.pki.TestPki;

/** Every {@link Mistake} on every installed backend: the message is alike, fits in a line, and tells what to do. */
class MistakesTest {

    static Stream<Arguments> mistakes() {
        return available().flatMap(backend -> Stream.of(Mistake.values()).map(each -> Arguments.of(each, backend)));
    }

    static Stream<TlsProvider> available() {
        return TlsProviders.installed().stream().filter(TlsProvider::isAvailable);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("mistakes")
    void theMessageTellsWhatToDo(Mistake mistake, TlsProvider backend) {
        Exception thrown = assertThrows(Exception.class, () -> mistake.make(backend));
        String message = String.valueOf(thrown.getMessage());
        int from = 0;
        for (String part : mistake.says(backend)) {
            int at = message.indexOf(part, from);
            assertTrue(at >= 0, () -> "'" + part + "' is missing in: " + thrown);
            from = at + part.length();
        }
        assertEquals(1, message.lines().count(), thrown::toString);
        assertFalse(message.matches(".*(0x[0-9a-f]{5,}|@[0-9a-f]{5,}).*"), thrown::toString);
    }

    @Test
    void whatIsInstalledIsReadable() {
        String each = "[a-z]+ \\((BouncyCastle|Conscrypt|JDK) [0-9]+(\\.[0-9]+)*\\)";
        String installed = TlsProviders.installed().toString();
        assertTrue(installed.matches("\\[" + each + "(, " + each + ")*]"), installed);
    }

    @ParameterizedTest
    @MethodSource("available")
    void aContextSaysWhatItStandsOn(TlsProvider backend) throws Exception {
        String said = backend.newContext(Session.NO_KEYS, TestPki.ec().trustManagers())
                .toString();
        assertEquals(backend.toString(), said);
    }
}
