// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseLimits;
import tls.close.CloseReport.Received;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.tck.harness.CountingTrust;
import tls.close.tck.pki.TestPki;

/** commons-net's {@code FTPSClient} at a server of our own. */
class FtpsClientTest {
    static final int ROUNDS = Integer.getInteger("tls.close.ccc", 3);

    private static final byte[] FILE = Body.of(300_000);

    @Tag("ccc")
    @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    @OnEachBackend
    @DisplayName(
            "S4: after CCC the control connection goes on in plaintext, at a server that waits for our close_notify")
    void goesOnInPlaintext(Setup setup) throws Exception {
        Facts.find(Library.FTPS_CLIENT, Question.PLAINTEXT_AFTERWARDS, setup, () -> {
            SSLContext context = setup.maker().newContext();
            try (FtpsServer server = FtpsServer.start(setup.version(), End.CLOSE_NOTIFY)) {
                for (int i = 0; i < ROUNDS; i++) {
                    try (FtpsSession session = FtpsSession.open(context, server.port(), "ftp", setup.version())) {
                        session.goOnInPlaintext();
                        session.quit();
                    } catch (IOException e) {
                        throw new AssertionError("round " + i + " of " + ROUNDS, e);
                    }
                    assertEquals(Received.CLOSE_NOTIFY, server.next().report().received());
                }
            }
        });
    }

    @OnEachBackend
    @DisplayName("S1: a download that close_notify ends is all there")
    void takesAnEnd(Setup setup) throws Exception {
        find(Question.TAKES_AN_END, setup, End.CLOSE_NOTIFY, (server, session) -> {
            server.files().put("file", FILE);
            assertArrayEquals(FILE, session.download("file"));
        });
    }

    @OnEachBackend
    @DisplayName("S1: a download that is cut is no file")
    void noticesACut(Setup setup) throws Exception {
        find(Question.NOTICES_A_CUT, setup, End.CUT, (server, session) -> {
            server.files().put("file", FILE);
            assertThrows(IOException.class, () -> session.download("file"));
        });
    }

    @OnEachBackend
    @DisplayName("S3: an upload arrives whole, and the server knows that")
    void uploadsWhole(Setup setup) throws Exception {
        find(Question.UPLOADS_WHOLE, setup, End.CLOSE_NOTIFY, (server, session) -> {
            session.upload("file", FILE);
            assertArrayEquals(FILE, server.files().get("file"));
        });
    }

    @OnEachBackend
    @DisplayName("S3: a client that disconnects says close_notify")
    void endsWithCloseNotify(Setup setup) throws Exception {
        Facts.find(Library.FTPS_CLIENT, Question.ENDS_WITH_CLOSE_NOTIFY, setup, () -> {
            try (FtpsServer server = FtpsServer.start(setup.version(), End.CLOSE_NOTIFY)) {
                try (FtpsSession session =
                        FtpsSession.open(setup.maker().newContext(), server.port(), "ftp", setup.version())) {
                    session.quit();
                }
                assertEquals(Received.CLOSE_NOTIFY, server.next().report().received());
            }
        });
    }

    @OnEachBackend
    @DisplayName("rule 12.5: with one host and port for all, data connections resume the control connection's session")
    void resumesTheControlConnection(Setup setup) throws Exception {
        Facts.find(Library.FTPS_CLIENT, Question.RESUMES_THE_CONTROL_CONNECTION, setup, () -> {
            try (FtpsServer server = FtpsServer.start(setup.version(), End.CLOSE_NOTIFY)) {
                CountingTrust trust = new CountingTrust(TestPki.ec().trustManagers());
                SSLContext context = setup.maker().isOurs()
                        ? asOneServer(setup.maker().newTlsContext(trust), server.port())
                        : setup.maker().newContext(trust);
                try (FtpsSession session = FtpsSession.open(context, server.port(), "ftp", setup.version())) {
                    session.upload("file", FILE);
                    session.download("file");
                }
                assertEquals(1, trust.servers());
            }
        });
    }

    /** The recipe: the server is the control connection's, whatever port a data connection goes to. */
    static SSLContext asOneServer(TlsContext tls, int port) {
        TlsEndpoint server = TlsEndpoint.client("localhost", port);
        return tls.sslContext(
                endpoint -> endpoint.isClient() ? server : endpoint, CloseLimits.DEFAULT.withTimeout(Patience.LIMIT));
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("rule 10.2: no socket and no thread of ours is left by a client that has disconnected")
    void leavesNothing(Setup setup) throws Exception {
        Facts.find(Library.FTPS_CLIENT, Question.LEAVES_NOTHING, setup, () -> Remains.assertNoneOf(() -> useUp(setup)));
    }

    private static void useUp(Setup setup) throws Exception {
        for (End end : End.values()) {
            try (FtpsServer server = FtpsServer.start(setup.version(), end);
                    FtpsSession session =
                            FtpsSession.open(setup.maker().newContext(), server.port(), "ftp", setup.version())) {
                session.upload("file", FILE);
                session.download("file");
            } catch (IOException e) {
                // It was cut.
            }
        }
    }

    @FunctionalInterface
    private interface Use {
        void of(FtpsServer server, FtpsSession session) throws Exception;
    }

    private static void find(Question question, Setup setup, End downloadsEnd, Use use) throws Exception {
        Facts.find(Library.FTPS_CLIENT, question, setup, () -> {
            try (FtpsServer server = FtpsServer.start(setup.version(), downloadsEnd);
                    FtpsSession session =
                            FtpsSession.open(setup.maker().newContext(), server.port(), "ftp", setup.version())) {
                use.of(server, session);
            }
        });
    }
}
