// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.examples.JdkProgram;
import tls.close.tck.pki.TestPki;

/**
 * {@code -Dtls.close.connections=10000} says how many clients there are, in a process of their own; fewer if the
 * descriptors of this one do not suffice.
 */
@Timeout(value = 900, threadMode = ThreadMode.SEPARATE_THREAD)
class ManyClientsTest {
    private static final int WANTED = Integer.getInteger("tls.close.connections", 10);

    /** Files of the JVM's own. */
    private static final int OTHERS = 300;

    private static final CloseLimits LIMITS = CloseLimits.DEFAULT.withTimeout(Duration.ofMinutes(2));

    /** A signature for each of them takes its time. */
    private static final TestPki PKI = TestPki.ec();

    private static Process callers;

    @BeforeAll
    static void startCallers(@TempDir Path folder) throws Exception {
        String path = JdkProgram.modules()
                + File.pathSeparator
                + Path.of(System.getProperty("basedir"), "target", "test-classes");
        callers = JdkProgram.of(
                        "java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        path,
                        ManyCallers.class.getName(),
                        PKI.writePem(folder).authority().toString())
                .start();
    }

    @AfterAll
    static void endCallers() {
        callers.destroyForcibly();
    }

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule3_1_rule7_1_allEndProperlyWithinOneDeadline(String backend, String version, TestReporter reporter)
            throws Exception {
        int count = Math.min(WANTED, (descriptors() - OTHERS) / descriptorsOfEach(backend));
        BufferedReader says = callers.inputReader(UTF_8);
        try (ManyClients server = new ManyClients(
                Backend.context(backend, PKI), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            CompletableFuture<List<CloseOutcome>> ended = new CompletableFuture<>();
            Thread thread = new Thread(() -> run(server, ended), "server");
            thread.setDaemon(true);
            thread.start();
            PrintWriter told = new PrintWriter(callers.outputWriter(UTF_8), true);
            told.println(server.port() + " " + version + " " + count);
            assertEquals(ManyCallers.THERE, says.readLine());

            long stopped = System.nanoTime();
            server.stop();
            List<CloseOutcome> outcomes = ended.get(10, TimeUnit.MINUTES);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopped);
            assertEquals(Integer.toString(count), says.readLine(), "clients that ended properly");
            assertEquals(count - 1, outcomes.size(), "clients that were still there");
            for (CloseOutcome outcome : outcomes) {
                assertTrue(outcome.report().transportReusable(), outcome.toString());
            }
            reporter.publishEntry(outcomes.size() + " connections on " + backend, "ended in " + millis + " ms");
        }
    }

    private static void run(ManyClients server, CompletableFuture<List<CloseOutcome>> ended) {
        try {
            ended.complete(server.run(LIMITS));
        } catch (Throwable e) {
            ended.completeExceptionally(e);
        }
    }

    /** What this process may have: a child inherits it. */
    private static int descriptors() throws Exception {
        String limit = Outside.run(List.of("sh", "-c", "ulimit -n")).strip();
        return limit.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(limit);
    }

    /** Conscrypt's engine has two of its own beside the socket's. */
    private static int descriptorsOfEach(String backend) {
        return backend.equals("conscrypt") ? 3 : 1;
    }
}
