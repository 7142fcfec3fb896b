// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseLimits;
import tls.close.examples.jobs.SyslogSender.Fate;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;

/** A real receiver: of 10 000 messages none is lost, and its driver for GnuTLS never says goodbye. */
class RsyslogTest {
    private static final List<String> MESSAGES = IntStream.range(0, 10_000)
            .mapToObj(i -> "<13>1 - - - - - message " + i)
            .toList();
    private static final CloseLimits LIMITS = CloseLimits.DEFAULT.withTimeout(Duration.ofSeconds(30));

    static Stream<Arguments> receivers() {
        return Backend.some()
                .flatMap(name ->
                        Stream.of(Arguments.of(name, "ossl", Fate.RECEIVED), Arguments.of(name, "gtls", Fate.LIKELY)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("receivers")
    void rule3_1_noneIsLost(String backend, String driver, Fate fate, @TempDir Path folder) throws Exception {
        Outside.require("rsyslogd", "rsyslog");
        Outside.requireLibrary(
                "rsyslog/lmnsd_" + driver + ".so", "rsyslog-" + (driver.equals("gtls") ? "gnutls" : "openssl"));
        Path file = folder.resolve("rsyslog.conf");
        PemFiles pem = TestPki.rsa().writePem(folder);
        try (Outside.Server rsyslog = Outside.start(port -> {
            write(file, pem, driver, port);
            return new String[] {
                "rsyslogd",
                "-n",
                "-f",
                file.toString(),
                "-i",
                folder.resolve("pid").toString()
            };
        })) {
            assertEquals(
                    fate, SyslogSender.send(Backend.context(backend), "localhost", rsyslog.port(), MESSAGES, LIMITS));
            List<String> received = new ArrayList<>();
            while (received.size() < MESSAGES.size()) {
                String line = rsyslog.output().readLine();
                assertTrue(line != null, () -> "only " + received.size());
                if (line.startsWith("received ")) {
                    received.add("<13>1 - - - - - " + line.substring("received ".length()));
                }
            }
            assertEquals(MESSAGES, received);
        }
    }

    private static void write(Path file, PemFiles pem, String driver, int port) {
        String text =
                """
                global(workDirectory="%s" defaultNetstreamDriver="%s" defaultNetstreamDriverCAFile="%s"
                    defaultNetstreamDriverCertFile="%s" defaultNetstreamDriverKeyFile="%s")
                module(load="imtcp" streamDriver.name="%2$s" streamDriver.mode="1" streamDriver.authMode="anon")
                input(type="imtcp" address="127.0.0.1" port="%6$d")
                template(name="message" type="string" string="received %%msg%%\\n")
                action(type="omfile" file="/dev/stdout" template="message")
                """.formatted(file.getParent(), driver, pem.authority(), pem.serverChain(), pem.serverKey(), port);
        try {
            Files.writeString(file, text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
