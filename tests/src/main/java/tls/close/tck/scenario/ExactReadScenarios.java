// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.emptyData;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.raw;
import static tls.close.tck.peer.Messages.split;

import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.NearEnd;

/** N: what is read at once is no more than certainly belongs to TLS, whatever the length of the records. */
public abstract class ExactReadScenarios {
    private static final byte[] PLAIN = "plaintext of another protocol".getBytes(StandardCharsets.US_ASCII);

    private static final List<String> TLS13_SUITES =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> TLS12_SUITES = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");

    /** A byte to each side of what may be asked for. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule5_2_scenario113_shortRecordsBeforeTheCloseNotifyHideNoPlaintext(Setting setting) throws Exception {
        for (String suite : suites(setting)) {
            assertExact(setting, suite);
            assertExact(setting, suite, data("1"));
            assertExact(setting, suite, data("1"), data("2"), data("3"), data("4"));
            assertExact(setting, suite, data("12"), data("1"));
            assertExact(setting, suite, data("123"));
        }
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule5_2_scenario113_norDoRecordsWithoutData(Setting setting) throws Exception {
        setting.require(Ability.READ_EMPTY_RECORDS);
        String suite = suites(setting).get(0); // Of TLS 1.2 with ChaCha20 the JDK takes none.
        assertExact(setting, suite, emptyData());
        assertExact(setting, suite, data("1"), emptyData(), emptyData(), data("2"));
    }

    private static void assertExact(Setting setting, String suite, PeerMessage... before) throws Exception {
        try (MemorySession session = connect(setting, suite)) {
            session.say(before);
            session.say(closeNotify(), raw(PLAIN));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR), session::toString);
            assertTrue(session.subject().report().transportReusable(), session::toString);
            assertArrayEquals(PLAIN, session.wire().unread(), () -> suite + ": " + session);
        }
    }

    /** The other end of what a connection can come to: nothing is read on behind it either. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule5_2_scenario113_norDoesAFatalAlert(Setting setting) throws Exception {
        for (String suite : suites(setting)) {
            try (MemorySession session = connect(setting, suite)) {
                session.say(data("1"), fatal(AlertDescription.INTERNAL_ERROR), raw(PLAIN));
                assertThrows(FatalAlertException.class, () -> session.subject().bye(SHUT_RDWR));
                assertArrayEquals(PLAIN, session.wire().unread(), () -> suite + ": " + session);
            }
        }
    }

    /** RFC 8446 section 5.1 forbids it; a backend may take it, and then not a byte behind it may be lost. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule5_2_anAlertInTwoRecordsCostsNoPlaintextWithoutAWord(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(split(closeNotify(), 1), raw(PLAIN));
            try {
                assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
                assertArrayEquals(PLAIN, session.wire().unread(), session::toString);
            } catch (SSLException e) {
                assertTrue(!session.subject().report().orderly(), session::toString);
            }
        }
    }

    /** The peer knows this suite only: not every backend can choose one itself. */
    private static MemorySession connect(Setting setting, String suite) throws Exception {
        Session.Builder builder = Session.of(setting).peer(usual -> usual.withCipherSuites(suite));
        boolean mayChoose = !setting.lacks(Ability.CHOOSE_TLS13_CIPHER_SUITE);
        return MemorySession.connect(mayChoose ? builder.endpoint(usual -> usual.cipherSuites(suite)) : builder);
    }

    private static List<String> suites(Setting setting) {
        return switch (setting.version()) {
            case TLS_1_2 -> TLS12_SUITES;
            case TLS_1_3 -> TLS13_SUITES;
        };
    }
}
