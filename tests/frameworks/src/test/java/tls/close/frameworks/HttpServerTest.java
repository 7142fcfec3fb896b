// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/** HTTP servers, with a client that is scripted. */
abstract class HttpServerTest {
    static final byte[] FIRST = Body.of(200_000);
    static final byte[] SECOND = Body.of(100_000);

    private static final byte[] UPLOAD = Body.of(300_000);

    private final Library library;

    HttpServerTest(Library library) {
        this.library = library;
    }

    abstract HttpServing start(SSLContext context) throws Exception;

    @OnEachBackend
    @DisplayName("S3: a body without length arrives whole, and close_notify ends it")
    final void endsWithCloseNotify(Setup setup) throws Exception {
        find(Question.ENDS_WITH_CLOSE_NOTIFY, setup, client -> {
            client.say("GET / HTTP/1.0\r\nHost: localhost\r\n");
            assertEquals(-1, HttpClientTest.head(client), "there is a length, so that close_notify ends nothing");
            assertArrayEquals(Body.joined(FIRST, SECOND), client.input().readAllBytes());
        });
    }

    @OnEachBackend
    @DisplayName("rule 3.5: a client that ends an idle connection is answered")
    final void answersCloseNotify(Setup setup) throws Exception {
        find(Question.ANSWERS_CLOSE_NOTIFY, setup, client -> {
            upload(client);
            client.endTls();
        });
    }

    @OnEachBackend
    @DisplayName("S1: an upload arrives whole")
    final void takesAnUpload(Setup setup) throws Exception {
        find(Question.TAKES_AN_UPLOAD, setup, HttpServerTest::upload);
    }

    private static void upload(Call client) throws IOException {
        client.say("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + UPLOAD.length + "\r\n");
        client.write(UPLOAD);
        assertTrue(client.line().endsWith(" 200 OK"));
        int length = HttpClientTest.head(client);
        assertArrayEquals(UPLOAD, client.input().readNBytes(length));
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("rule 10.2: no socket and no thread of ours is left by a server that was stopped")
    final void leavesNothing(Setup setup) throws Exception {
        Facts.find(
                library,
                Question.LEAVES_NOTHING,
                setup,
                () -> Remains.assertNoneOf(() -> {
                    try (HttpServing server = start(setup.maker().newContext())) {
                        for (End end : End.values()) {
                            try (Call client = Caller.inTls(server.port(), setup.version())) {
                                upload(client);
                                client.end(end);
                                client.hearOut(); // However it answers, it has to close.
                            }
                        }
                    }
                }));
    }

    @FunctionalInterface
    private interface Use {
        void by(Call client) throws Exception;
    }

    private void find(Question question, Setup setup, Use use) throws Exception {
        Facts.find(library, question, setup, () -> {
            try (HttpServing server = start(setup.maker().newContext());
                    Call client = Caller.inTls(server.port(), setup.version())) {
                use.by(client);
            }
        });
    }
}
