// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import tls.close.CloseReport.Received;

/** Angus Mail, with STARTTLS. */
class MailTest {
    private static final String TEXT = "as before, and not shorter\r\n".repeat(10_000);
    private static final byte[] MAIL = ("Subject: much\r\n\r\n" + TEXT).getBytes(ISO_8859_1);

    @OnEachBackend
    @DisplayName("S3: a mail arrives whole")
    void smtpUploadsWhole(Setup setup) throws Exception {
        Facts.find(Library.SMTP, Question.UPLOADS_WHOLE, setup, () -> {
            BlockingQueue<String> mails = new LinkedBlockingQueue<>();
            try (Answering server = MailServers.smtp(setup.version(), mails)) {
                send(setup, server.port());
                server.next();
                assertTrue(mails.remove().endsWith("\n\n" + TEXT.replace("\r\n", "\n")));
            }
        });
    }

    @OnEachBackend
    @DisplayName("S3: a transport that is closed says close_notify")
    void smtpEndsWithCloseNotify(Setup setup) throws Exception {
        Facts.find(Library.SMTP, Question.ENDS_WITH_CLOSE_NOTIFY, setup, () -> {
            try (Answering server = MailServers.smtp(setup.version(), new LinkedBlockingQueue<>())) {
                send(setup, server.port());
                assertEquals(Received.CLOSE_NOTIFY, server.next().report().received());
            }
        });
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("rule 10.2: no socket and no thread of ours is left by a transport that was closed")
    void smtpLeavesNothing(Setup setup) throws Exception {
        Facts.find(
                Library.SMTP,
                Question.LEAVES_NOTHING,
                setup,
                () -> Remains.assertNoneOf(() -> {
                    try (Answering server = MailServers.smtp(setup.version(), new LinkedBlockingQueue<>())) {
                        send(setup, server.port());
                    }
                }));
    }

    @OnEachBackend
    @DisplayName("S1: a mail that was fetched is all there")
    void imapTakesAnEnd(Setup setup) throws Exception {
        Facts.find(Library.IMAP, Question.TAKES_AN_END, setup, () -> {
            try (Answering server = MailServers.imap(setup.version(), MAIL, MAIL.length)) {
                assertArrayEquals(MAIL, fetch(setup, server.port()));
            }
        });
    }

    @OnEachBackend
    @DisplayName("S1: a mail that is cut is no mail")
    void imapNoticesACut(Setup setup) throws Exception {
        Facts.find(Library.IMAP, Question.NOTICES_A_CUT, setup, () -> {
            try (Answering server = MailServers.imap(setup.version(), MAIL, MAIL.length / 2)) {
                assertThrows(MessagingException.class, () -> fetch(setup, server.port()));
            }
        });
    }

    @OnEachBackend
    @DisplayName("S3: a store that is closed says close_notify")
    void imapEndsWithCloseNotify(Setup setup) throws Exception {
        Facts.find(Library.IMAP, Question.ENDS_WITH_CLOSE_NOTIFY, setup, () -> {
            try (Answering server = MailServers.imap(setup.version(), MAIL, MAIL.length)) {
                fetch(setup, server.port());
                assertEquals(Received.CLOSE_NOTIFY, server.next().report().received());
            }
        });
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("rule 10.2: no socket and no thread of ours is left by a store that was closed")
    void imapLeavesNothing(Setup setup) throws Exception {
        Facts.find(
                Library.IMAP,
                Question.LEAVES_NOTHING,
                setup,
                () -> Remains.assertNoneOf(() -> {
                    try (Answering server = MailServers.imap(setup.version(), MAIL, MAIL.length)) {
                        fetch(setup, server.port());
                    }
                }));
    }

    private static void send(Setup setup, int port) throws Exception {
        Session session = session("smtp", setup);
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom("from@mail.test");
        mail.setText(TEXT);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("localhost", port, null, null);
            transport.sendMessage(mail, InternetAddress.parse("to@mail.test"));
        }
    }

    private static byte[] fetch(Setup setup, int port) throws Exception {
        try (Store store = session("imap", setup).getStore("imap")) {
            store.connect("localhost", port, "user", "secret");
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            return content(inbox.getMessage(1));
        }
    }

    private static byte[] content(Message mail) throws IOException, MessagingException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mail.writeTo(bytes);
        return bytes.toByteArray();
    }

    private static Session session(String protocol, Setup setup) throws Exception {
        String prefix = "mail." + protocol + ".";
        Properties settings = new Properties();
        settings.put(prefix + "starttls.required", "true");
        settings.put(prefix + "ssl.socketFactory", setup.maker().newContext().getSocketFactory());
        settings.put(prefix + "timeout", String.valueOf(Patience.MILLIS));
        settings.put(prefix + "connectiontimeout", String.valueOf(Patience.MILLIS));
        settings.put(prefix + "partialfetch", "false");
        return Session.getInstance(settings);
    }
}
