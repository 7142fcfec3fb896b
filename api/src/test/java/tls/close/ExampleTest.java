// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every public type shows in its Javadoc how it is used, in lines that compile. */
class ExampleTest {
    private static final Path PROJECT = Path.of(System.getProperty("basedir", "."));
    private static final Path SOURCES = PROJECT.resolve("src/main/java/tls/close");

    private static final Pattern TYPE =
            Pattern.compile("(?m)^public (abstract |final )*(class|interface|record|enum) ");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n \\* }</pre>");

    /** What an example may use without saying where it is from. */
    private static final String SURROUNDINGS = """
            import java.io.*;
            import java.net.Socket;
            import java.nio.ByteBuffer;
            import java.nio.channels.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.ConcurrentHashMap;
            import java.util.concurrent.atomic.LongAdder;
            import javax.net.ssl.*;
            import tls.close.*;
            import tls.close.spi.*;

            abstract class %s {
                abstract TlsContext contextOf(KeyManager[] keys, TrustManager[] trust);

                void example(
                        TlsContext tls, TlsConnection connection, List<TlsConnection> connections, KeyManager[] keys,
                        TrustManager[] trust, Socket socket, SocketChannel channel, SelectionKey key, byte[] request,
                        OutputStream file, byte[] header, RecordLayer layer, Transport transport, ByteBuffer buffer,
                        ByteBuffer record) throws Exception {
            %s
                }
            }
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void everyPublicTypeHasAnExampleThatCompiles() throws Exception {
        List<Path> types;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            types = files.filter(file -> !file.startsWith(SOURCES.resolve("internal")) && isPublic(file))
                    .toList();
        }
        assertTrue(types.size() > 20, types::toString);
        for (Path type : types) {
            String source = Files.readString(type);
            Matcher example = EXAMPLE.matcher(source.substring(0, typeIn(source)));
            assertTrue(example.find(), () -> "no example for " + type);
            String name = "ExampleOf" + type.getFileName().toString().replace(".java", "");
            String code = example.group(1).replaceAll("(?m)^ \\* ?", "        ");
            Files.writeString(folder.resolve(name + ".java"), SURROUNDINGS.formatted(name, code));
        }
        ProcessBuilder javac = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-proc:none",
                "-cp",
                PROJECT.resolve("target/classes").toAbsolutePath().toString());
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> javac.command().add(file.getFileName().toString()));
        }
        Process compiler =
                javac.directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, compiler.waitFor(), said);
    }

    private static boolean isPublic(Path file) {
        try {
            return file.toString().endsWith(".java") && typeIn(Files.readString(file)) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int typeIn(String source) {
        Matcher type = TYPE.matcher(source);
        return type.find() ? type.start() : -1;
    }
}
