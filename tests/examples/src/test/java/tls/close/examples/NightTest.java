// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import nl.altindag.ssl.pem.util.PemUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;

/** What {@code api/NIGHT.md} says finds the few of a server's clients that were cut off. */
class NightTest {
    private static final int CLIENTS = Integer.getInteger("tls.close.clients", 50);
    private static final int EACH_CUT = CLIENTS / 10;
    private static final Path NIGHT = Readme.PROJECT.resolve("api");

    @TempDir
    Path folder = Path.of("");

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void thoseThatWereCutAreFoundByTheirAddress() throws Exception {
        KeyFiles.write(folder, ThrowAwayIdentity.create());
        Files.copy(NIGHT.resolve("night.jfc"), folder.resolve("night.jfc"), StandardCopyOption.REPLACE_EXISTING);
        // The README's server, that ends after so many.
        String server = Readme.program("Server").replace("while (true)", "for (int i = 0; i < " + CLIENTS + "; i++)");
        Files.writeString(folder.resolve("Server.java"), server);

        Process serving = JdkProgram.of(
                        "java", option("-XX:StartFlightRecording"), "-cp", JdkProgram.modules(), "Server.java", "0")
                .directory(folder.toFile())
                .start();
        Set<String> cut;
        try (BufferedReader says = serving.inputReader(UTF_8)) {
            String line = says.readLine(); // The recorder says first that it has begun.
            while (!line.startsWith("listening on port ")) {
                line = says.readLine();
            }
            int port = Integer.parseInt(line.replace("listening on port ", ""));
            cut = visit(port, PemUtils.loadTrustMaterial(folder.resolve("ca.pem")));
            String rest = says.lines().collect(Collectors.joining("\n"));
            assertEquals(0, serving.waitFor(), rest);
        } finally {
            serving.destroyForcibly();
        }
        assertEquals(cut, addresses(run(command("jfr print"))));
        if (Runtime.version().feature() >= 21) {
            String table = run(command("jfr view"));
            assertTrue(cut.stream().allMatch(table::contains), table);
        }
    }

    /** Some are cut off where a record has ended. Returns their addresses. */
    private static Set<String> visit(int port, TrustManager trust) throws Exception {
        TlsContext tls = TlsProviders.get("jsse").newContext(new KeyManager[0], new TrustManager[] {trust});
        Set<String> cut = new TreeSet<>();
        for (int i = 0; i < CLIENTS; i++) {
            try (Socket socket = new Socket("localhost", port)) {
                TlsConnection connection = tls.open(socket, TlsEndpoint.client("localhost", port));
                connection.outputStream().write("hello".getBytes(UTF_8));
                assertArrayEquals(
                        "hello".getBytes(UTF_8), connection.inputStream().readNBytes(5));
                if (i % EACH_CUT == EACH_CUT - 1) {
                    cut.add("127.0.0.1:" + socket.getLocalPort()); // And no goodbye.
                } else {
                    connection.bye(CloseRequest.SHUT_RDWR);
                }
            }
        }
        assertEquals(CLIENTS / EACH_CUT, cut.size());
        return cut;
    }

    private static Set<String> addresses(String printed) {
        return Pattern.compile("(?m)^ *peer = \"(.*)\"$")
                .matcher(printed)
                .results()
                .map(peer -> peer.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        arguments.addAll(command.subList(1, command.size()));
        Process program = JdkProgram.of(command.get(0), arguments.toArray(String[]::new))
                .directory(folder.toFile())
                .start();
        String said = new String(program.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, program.waitFor(), said);
        return said;
    }

    /** As it is written there. */
    private static List<String> command(String beginning) throws IOException {
        return List.of(lineWith(beginning).split(" "));
    }

    private static String option(String beginning) throws IOException {
        return List.of(lineWith(beginning).split(" ")).stream()
                .filter(word -> word.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static String lineWith(String text) throws IOException {
        return Files.readAllLines(NIGHT.resolve("NIGHT.md")).stream()
                .filter(line -> line.matches("(java|jfr) .*") && line.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError(text + " is not in NIGHT.md"));
    }
}
