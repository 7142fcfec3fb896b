// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import tls.close.CloseReport.Received;
import tls.close.frameworks.Answering.Script;

/** HTTP clients, at a server that is scripted. */
abstract class HttpClientTest {
    private static final byte[] BODY = Body.of(100_000);
    private static final byte[] UPLOAD = Body.of(1 << 20);

    private final Library library;

    HttpClientTest(Library library) {
        this.library = library;
    }

    abstract HttpUser user(SSLContext context);

    @OnEachBackend
    @DisplayName("S1: a body without length that close_notify ends is all there")
    final void takesAnEnd(Setup setup) throws Exception {
        find(
                Question.TAKES_AN_END,
                setup,
                bodyWithoutLength(End.CLOSE_NOTIFY),
                (user, url) -> assertArrayEquals(BODY, user.get(url)));
    }

    @OnEachBackend
    @DisplayName("S1: a body without length that is cut is no body")
    final void noticesACut(Setup setup) throws Exception {
        find(
                Question.NOTICES_A_CUT,
                setup,
                bodyWithoutLength(End.CUT),
                (user, url) -> assertThrows(IOException.class, () -> user.get(url)));
    }

    private static Script bodyWithoutLength(End end) {
        return call -> {
            call.startTls();
            head(call);
            call.write("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n".getBytes(ISO_8859_1));
            call.write(BODY);
            call.end(end);
            call.hearOut();
        };
    }

    @OnEachBackend
    @DisplayName("S3: a client that closes first says close_notify")
    final void endsWithCloseNotify(Setup setup) throws Exception {
        Facts.find(library, Question.ENDS_WITH_CLOSE_NOTIFY, setup, () -> {
            try (Answering server = Answering.each(setup.version(), this::answerBriefly)) {
                try (HttpUser user = user(setup.maker().newContext())) {
                    assertEquals("bye", new String(user.get(url(server)), ISO_8859_1));
                }
                assertEquals(Received.CLOSE_NOTIFY, server.next().report().received());
            }
        });
    }

    /** What makes the client close first, when it is closed or before. */
    String connectionHeader() {
        return "keep-alive";
    }

    private void answerBriefly(Call call) throws IOException {
        call.startTls();
        head(call);
        String head = "HTTP/1.1 200 OK\r\nConnection: " + connectionHeader() + "\r\nContent-Length: 3\r\n\r\n";
        call.write((head + "bye").getBytes(ISO_8859_1));
        call.hearOut();
    }

    @OnEachBackend
    @DisplayName("S3: an upload arrives, and its answer")
    final void uploadsWhole(Setup setup) throws Exception {
        find(
                Question.UPLOADS_WHOLE,
                setup,
                HttpClientTest::takeAnUpload,
                (user, url) -> assertEquals("stored", new String(user.put(url, UPLOAD), ISO_8859_1)));
    }

    private static void takeAnUpload(Call call) throws IOException {
        call.startTls();
        int length = head(call);
        assertArrayEquals(UPLOAD, call.input().readNBytes(length));
        call.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nstored".getBytes(ISO_8859_1));
        call.hearOut();
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("rule 10.2: no socket and no thread of ours is left by a client that is closed")
    final void leavesNothing(Setup setup) throws Exception {
        Facts.find(library, Question.LEAVES_NOTHING, setup, () -> Remains.assertNoneOf(() -> useUp(setup)));
    }

    private void useUp(Setup setup) throws Exception {
        for (End end : End.values()) {
            try (Answering server = Answering.each(setup.version(), bodyWithoutLength(end));
                    HttpUser user = user(setup.maker().newContext())) {
                try {
                    user.get(url(server));
                } catch (IOException e) {
                    // It was cut.
                }
            }
        }
    }

    /** As far as the empty line. */
    static int head(Call call) throws IOException {
        int length = -1;
        for (String line = call.line(); !line.isEmpty(); line = call.line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return length;
    }

    @FunctionalInterface
    private interface Use {
        void at(HttpUser user, String url) throws Exception;
    }

    private void find(Question question, Setup setup, Script script, Use use) throws Exception {
        Facts.find(library, question, setup, () -> {
            try (Answering server = Answering.each(setup.version(), script);
                    HttpUser user = user(setup.maker().newContext())) {
                use.at(user, url(server));
                server.next();
            }
        });
    }

    private static String url(Answering server) {
        return "https://localhost:" + server.port() + "/";
    }
}
