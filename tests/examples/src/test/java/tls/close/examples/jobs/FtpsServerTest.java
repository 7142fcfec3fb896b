// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.TlsContext;
import tls.close.examples.jobs.FtpsServer.Ended;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;

/** curl takes TLS off the control connection in both of its ways; {@code -Dtls.close.rounds=200} says how often. */
@Timeout(value = 600, threadMode = ThreadMode.SEPARATE_THREAD)
class FtpsServerTest {
    private static final int ROUNDS = Integer.getInteger("tls.close.rounds", 1);

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
        FtpsServer server = new FtpsServer(tls, "hello".getBytes(US_ASCII));
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
}
