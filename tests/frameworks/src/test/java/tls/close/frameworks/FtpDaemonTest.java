// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** commons-net's {@code FTPSClient} at ProFTPD and vsftpd. */
@Tag("matrix")
class FtpDaemonTest {
    private static final byte[] FILE = Body.of(1 << 20);

    @Tag("ccc")
    @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    @OnEachBackend
    @DisplayName("S4: CCC and plaintext commands behind it, at ProFTPD")
    void proftpdGoesOnInPlaintext(Setup setup, @TempDir Path directory) throws Exception {
        try (Daemon daemon = Daemon.proftpd(directory)) {
            Facts.find(Library.FTPS_CLIENT, Question.PROFTPD_CCC, setup, () -> {
                SSLContext context = setup.maker().newContext();
                for (int i = 0; i < FtpsClientTest.ROUNDS; i++) {
                    try (FtpsSession session = FtpsSession.open(context, daemon.port(), "ftp", setup.version())) {
                        session.goOnInPlaintext();
                        session.quit();
                    } catch (IOException e) {
                        throw new AssertionError("round " + i + " of " + FtpsClientTest.ROUNDS, e);
                    }
                }
            });
        }
    }

    @OnEachBackend
    @DisplayName("rule 12.5: up and down at ProFTPD, which wants the control connection's session resumed")
    void proftpd(Setup setup, @TempDir Path directory) throws Exception {
        try (Daemon daemon = Daemon.proftpd(directory)) {
            Facts.find(Library.FTPS_CLIENT, Question.PROFTPD, setup, () -> upAndDown(setup, daemon, "ftp", "file"));
        }
    }

    @OnEachBackend
    @DisplayName("rule 12.5: up and down at vsftpd, which wants the control connection's session resumed")
    void vsftpd(Setup setup, @TempDir Path directory) throws Exception {
        try (Daemon daemon = Daemon.vsftpd(directory)) {
            Facts.find(
                    Library.FTPS_CLIENT,
                    Question.VSFTPD,
                    setup,
                    () -> upAndDown(setup, daemon, "anonymous", "home/file"));
        }
    }

    private static void upAndDown(Setup setup, Daemon daemon, String user, String name) throws Exception {
        SSLContext context = setup.maker().isOurs()
                ? FtpsClientTest.asOneServer(setup.maker().newTlsContext(), daemon.port())
                : setup.maker().newContext();
        try (FtpsSession session = FtpsSession.open(context, daemon.port(), user, setup.version())) {
            session.upload(name, FILE);
            assertArrayEquals(FILE, session.download(name));
            session.quit();
        }
    }
}
