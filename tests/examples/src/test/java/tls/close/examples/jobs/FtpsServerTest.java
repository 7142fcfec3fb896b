// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.TlsContext;
import tls.close.TlsProviders;
import tls.close.examples.jobs.FtpsServer.Ended;
import tls.close.spi.Limitation;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;

/**
 * curl takes TLS off the control connection in both of its ways; {@code -Dtls.close.rounds=200} says how often. Data
 * connections in TLS resume the control connection's session.
 */
@Timeout(value = 600, threadMode = ThreadMode.SEPARATE_THREAD)
class FtpsServerTest {
    private static final int ROUNDS = Integer.getInteger("tls.close.rounds", 1);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Stream<Arguments> dialogues() {
        return Backend.versions()
                .flatMap(each -> Stream.of(
                        Arguments.of(each.get()[0], each.get()[1], "active", Ended.PROPERLY),
                        Arguments.of(each.get()[0], each.get()[1], "passive", Ended.WITHOUT_A_WORD)));
    }

    @ParameterizedTest(name = "{0}, TLS {1}, curl is {2}")
    @MethodSource("dialogues")
    void rule4_6_rule5_3_theControlConnectionGoesOnInPlaintext(
            String backend, String version, String mode, Ended ended, @TempDir Path folder) throws Exception {
        Outside.require("curl", "curl");
        PemFiles pem = TestPki.rsa().writePem(folder);
        TlsContext tls = Backend.context(backend);
        FtpsServer server = new FtpsServer(tls, "hello".getBytes(US_ASCII), PATIENCE);
        for (int round = 0; round < ROUNDS; round++) {
            try (Served<Ended> served = Served.by(server::serve)) {
                String output = Outside.run(List.of(
                        "curl",
                        "-sS",
                        "--cacert",
                        pem.authority().toString(),
                        "--ftp-ssl-control",
                        "--ftp-ssl-ccc",
                        "--ftp-ssl-ccc-mode",
                        mode,
                        "--tlsv" + version,
                        "--tls-max",
                        version,
                        "--user",
                        "somebody:secret",
                        "ftp://127.0.0.1:" + served.port() + "/file"));
                assertEquals("hello", output);
                assertEquals(ended, served.result());
            }
        }
    }

    /** The client's own words are counted: a handshake that resumes a session has no certificate in it. */
    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule12_5_curlsDataConnectionResumesTheControlConnectionsSession(
            String backend, String version, @TempDir Path folder) throws Exception {
        Outside.require("curl", "curl");
        PemFiles pem = TestPki.rsa().writePem(folder);
        String output = visit(
                backend,
                port -> List.of(
                        "curl",
                        "-v",
                        "--cacert",
                        pem.authority().toString(),
                        "--ssl-reqd",
                        "--tlsv" + version,
                        "--tls-max",
                        version,
                        "--user",
                        "somebody:secret",
                        "ftp://127.0.0.1:" + port + "/file"));
        assertEquals(fullHandshakes(backend, version), count("TLS handshake, Certificate (11)", output), output);
        assertTrue(output.matches("(?s).*< 150 .*\\(IN\\), TLS alert, close notify.*< 226 .*"), output);
    }

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule12_5_lftpsDataConnectionResumesTheControlConnectionsSession(
            String backend, String version, @TempDir Path folder) throws Exception {
        Outside.require("lftp", "lftp");
        PemFiles pem = TestPki.rsa().writePem(folder);
        String output = visit(
                backend,
                port -> List.of(
                        "env",
                        "LFTP_HOME=" + folder,
                        "lftp",
                        "--norc",
                        "-u",
                        "somebody,secret",
                        "-e",
                        String.join(
                                ";",
                                "debug 15",
                                "set ssl:ca-file " + pem.authority(),
                                "set ssl:priority NORMAL:-VERS-ALL:+VERS-TLS" + version,
                                "set ftp:ssl-force true",
                                "set ftp:ssl-protect-data true",
                                "set ftp:prefer-epsv true",
                                "set net:max-retries 1",
                                "cat file",
                                "bye"),
                        "ftp://localhost:" + port));
        assertEquals(fullHandshakes(backend, version), count("CERTIFICATE (11) was received", output), output);
        assertTrue(
                output.matches("(?s).*<--- 150 .*Alert\\[1\\|0\\] - Close notify - was received.*<--- 226 .*"), output);
    }

    /** A download in TLS, of which the server says that it has ended well. */
    private static String visit(String backend, IntFunction<List<String>> client) throws Exception {
        FtpsServer server = new FtpsServer(Backend.context(backend), "hello".getBytes(US_ASCII), PATIENCE);
        try (Served<Ended> served = Served.by(server::serve)) {
            String output = Outside.run(client.apply(served.port()));
            assertEquals(Ended.NOT, served.result(), "there was no CCC");
            assertTrue(output.contains("hello"), output);
            assertTrue(output.contains("226 that was it"), output);
            return output;
        }
    }

    static int fullHandshakes(String backend, String version) {
        boolean resumes = TlsProviders.get(backend).limitations().stream()
                .noneMatch(each -> each.what() == Limitation.Ability.RESUMPTION
                        && each.protocols().contains("TLSv" + version));
        return resumes ? 1 : 2;
    }

    private static int count(String words, String output) {
        return output.split(Pattern.quote(words), -1).length - 1;
    }
}
