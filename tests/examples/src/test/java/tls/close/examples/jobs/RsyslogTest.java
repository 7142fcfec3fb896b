// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseLimits;
import tls.close.TlsContext;
import tls.close.examples.jobs.SyslogSender.Fate;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;

/** A real receiver: of 10 000 messages none is lost, and its driver for GnuTLS never says goodbye. */
class RsyslogTest {
    private static final List<String> MESSAGES = IntStream.range(0, 10_000)
            .mapToObj(i -> "<13>1 - - - - - message " + i)
            .toList();
    private static final String LONG = "<13>1 - - - - - message " + "x".repeat(7_000);

    /** Of both ends of a connection, and far more than a short queue. */
    private static final int MORE_THAN_BUFFERS = 24 << 20;

    /** Messages. */
    private static final int QUEUE = 50_000;

    private static final int SHORT_QUEUE = 100;

    private static final CloseLimits LIMITS = CloseLimits.DEFAULT.withTimeout(Duration.ofSeconds(30));

    static Stream<Arguments> receivers() {
        return Backend.some()
                .flatMap(name ->
                        Stream.of(Arguments.of(name, "ossl", Fate.RECEIVED), Arguments.of(name, "gtls", Fate.LIKELY)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("receivers")
    void rule3_1_noneIsLost(String backend, String driver, Fate fate, @TempDir Path folder) throws Exception {
        try (Outside.Server rsyslog = start(driver, folder, QUEUE)) {
            assertEquals(
                    fate, SyslogSender.send(Backend.context(backend), "localhost", rsyslog.port(), MESSAGES, LIMITS));
            assertEquals(MESSAGES, received(rsyslog));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("receivers")
    void s3_noneIsLostByWhoOnlyClosesASocket(String backend, String driver, Fate unknown, @TempDir Path folder)
            throws Exception {
        try (Outside.Server rsyslog = start(driver, folder, QUEUE)) {
            Socket socket =
                    Backend.context(backend).sslContext().getSocketFactory().createSocket("localhost", rsyslog.port());
            SyslogSender.sendAndClose(socket, MESSAGES);
            assertEquals(MESSAGES, received(rsyslog));
        }
    }

    /** One that never answers has at least read it all. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("receivers")
    void rule4_5_oneThatDiesInTheMiddleIsAnother(String backend, String driver, Fate unknown, @TempDir Path folder)
            throws Exception {
        List<String> endless = Collections.nCopies(MORE_THAN_BUFFERS / LONG.length(), LONG);
        TlsContext tls = Backend.context(backend);
        try (Outside.Server rsyslog = start(driver, folder, SHORT_QUEUE)) {
            CompletableFuture<Fate> fate = CompletableFuture.supplyAsync(
                    () -> SyslogSender.send(tls, "localhost", rsyslog.port(), endless, LIMITS));
            assertTrue(rsyslog.output().readLine() != null);
            // It has begun. As nobody reads what it writes, it will be stuck somewhere.
            rsyslog.process().destroyForcibly();
            assertEquals(Fate.LOST, fate.get(30, TimeUnit.SECONDS));
        }
    }

    private static List<String> received(Outside.Server rsyslog) throws IOException {
        List<String> received = new ArrayList<>();
        while (received.size() < MESSAGES.size()) {
            String line = rsyslog.output().readLine();
            assertTrue(line != null, () -> "only " + received.size());
            if (line.startsWith("received ")) {
                received.add("<13>1 - - - - - " + line.substring("received ".length()));
            }
        }
        return received;
    }

    private static Outside.Server start(String driver, Path folder, int queue) throws Exception {
        Outside.require("rsyslogd", "rsyslog");
        Outside.requireLibrary(
                "rsyslog/lmnsd_" + driver + ".so", "rsyslog-" + (driver.equals("gtls") ? "gnutls" : "openssl"));
        Path file = folder.resolve("rsyslog.conf");
        PemFiles pem = TestPki.rsa().writePem(folder);
        return Outside.start(port -> {
            write(file, pem, driver, port, queue);
            return new String[] {
                "rsyslogd",
                "-n",
                "-f",
                file.toString(),
                "-i",
                folder.resolve("pid").toString()
            };
        });
    }

    private static void write(Path file, PemFiles pem, String driver, int port, int queue) {
        String text = """
                global(workDirectory="%s" defaultNetstreamDriver="%s" defaultNetstreamDriverCAFile="%s"
                    defaultNetstreamDriverCertFile="%s" defaultNetstreamDriverKeyFile="%s")
                module(load="imtcp" streamDriver.name="%2$s" streamDriver.mode="1" streamDriver.authMode="anon")
                main_queue(queue.size="%7$d")
                input(type="imtcp" address="127.0.0.1" port="%6$d")
                template(name="message" type="string" string="received %%msg%%\\n")
                action(type="omfile" file="/dev/stdout" template="message")
                """.formatted(
                        file.getParent(), driver, pem.authority(), pem.serverChain(), pem.serverKey(), port, queue);
        try {
            Files.writeString(file, text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
