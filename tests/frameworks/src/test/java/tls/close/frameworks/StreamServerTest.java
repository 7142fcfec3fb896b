// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/** Servers of protocols in which the end of the connection is the end of the message. */
abstract class StreamServerTest {
    private static final byte[] MESSAGE = Body.of(300_000);

    private final Library library;

    StreamServerTest(Library library) {
        this.library = library;
    }

    abstract StreamServer start(SSLContext context) throws Exception;

    @OnEachBackend
    @DisplayName("S1: what a client ends with close_notify is all there")
    final void takesAnEnd(Setup setup) throws Exception {
        find(Question.TAKES_AN_END, setup, (server, client) -> {
            client.write(MESSAGE);
            client.end(End.CLOSE_NOTIFY);
            StreamServer.Received received = server.next();
            assertEquals(ByteBuffer.wrap(MESSAGE), received.bytes());
            assertTrue(received.complete());
        });
    }

    @OnEachBackend
    @DisplayName("S1: what a client is cut from is not complete")
    final void noticesACut(Setup setup) throws Exception {
        find(Question.NOTICES_A_CUT, setup, (server, client) -> {
            client.write(MESSAGE);
            client.end(End.CUT);
            assertFalse(server.next().complete());
        });
    }

    @OnEachBackend
    @DisplayName("rule 3.5: a client's close_notify is answered")
    final void answersCloseNotify(Setup setup) throws Exception {
        find(Question.ANSWERS_CLOSE_NOTIFY, setup, (server, client) -> {
            client.write(MESSAGE);
            client.endTls();
        });
    }

    @OnEachBackend
    @DisplayName("S3: a server that closes first says close_notify")
    final void endsWithCloseNotify(Setup setup) throws Exception {
        find(Question.ENDS_WITH_CLOSE_NOTIFY, setup, (server, client) -> {
            client.write(new byte[] {StreamServer.QUIT});
            assertEquals(-1, client.input().read());
        });
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
                    try (StreamServer server = start(setup.maker().newContext())) {
                        for (End end : End.values()) {
                            try (Call client = Caller.inTls(server.port(), setup.version())) {
                                client.write(MESSAGE);
                                client.end(end);
                                server.next();
                            }
                        }
                    }
                }));
    }

    @FunctionalInterface
    private interface Use {
        void of(StreamServer server, Call client) throws Exception;
    }

    private void find(Question question, Setup setup, Use use) throws Exception {
        Facts.find(library, question, setup, () -> {
            try (StreamServer server = start(setup.maker().newContext());
                    Call client = Caller.inTls(server.port(), setup.version())) {
                use.of(server, client);
            }
        });
    }
}
