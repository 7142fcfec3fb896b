// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;

/**
 * Syslog over TLS (RFC 5425): nobody ever answers, so that the end is all that a sender learns. Section 4.4 wants a
 * close_notify from both sides; not every receiver sends one.
 */
public final class SyslogSender {

    /** What is known of the messages that were sent. */
    public enum Fate {
        /** The receiver has said close_notify behind the last of them: it has them all. */
        RECEIVED,
        /**
         * The receiver has closed the connection without a word after our close_notify, as rsyslog with gtls does. An
         * orderly end of TCP, which is a reset where anything is left unread: it has taken all from the connection, and
         * has written it down unless it died then. Ask its operator to use a receiver that answers, or keep what cannot be
         * lost until it is seen in the log.
         */
        LIKELY,
        /** The receiver is there and silent: ask again later, or send once more what cannot be lost. */
        UNKNOWN,
        /**
         * The connection broke, before our end or instead of an answer: send again. How much of it TCP has acknowledged
         * nobody can ask in Java; and it would not say what the receiver has done with it.
         */
        LOST
    }

    private SyslogSender() {}

    /**
     * Sends messages and says goodbye.
     *
     * @param tls what to trust
     * @param host the receiver's host
     * @param port its port
     * @param messages each as RFC 5424 wants it, without a frame
     * @param limits for the goodbye
     * @return what is known
     */
    public static Fate send(TlsContext tls, String host, int port, List<String> messages, CloseLimits limits) {
        boolean sent = false;
        try (Socket socket = new Socket(host, port);
                TlsConnection connection = tls.open(socket, TlsEndpoint.client(host, port))) {
            connection.outputStream().write(framed(messages));
            connection.bye(CloseRequest.SHUT_WR);
            sent = true;
            connection.bye(CloseRequest.SHUT_RDWR, limits);
            return Fate.RECEIVED;
        } catch (CloseTimeoutException e) {
            return sent ? Fate.UNKNOWN : Fate.LOST;
        } catch (TruncationException e) {
            return sent ? Fate.LIKELY : Fate.LOST;
        } catch (IOException e) {
            return Fate.LOST;
        }
    }

    /**
     * The same for those who have only an {@link Socket}, through {@link TlsContext#sslContext()}: its {@code close()} sends
     * what was written and close_notify, and waits for the receiver, but not for long. Nothing is lost on our side, and what
     * became of the rest nobody learns.
     *
     * @param socket over TLS
     * @param messages each as RFC 5424 wants it, without a frame
     * @throws IOException if the connection broke before all was sent
     */
    public static void sendAndClose(Socket socket, List<String> messages) throws IOException {
        try (socket) {
            socket.getOutputStream().write(framed(messages));
        }
    }

    private static byte[] framed(List<String> messages) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        for (String message : messages) {
            batch.writeBytes(framed(message));
        }
        return batch.toByteArray();
    }

    /** RFC 5425 section 4.3: the length in bytes, a blank, the message. */
    private static byte[] framed(String message) {
        byte[] bytes = message.getBytes(UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes((bytes.length + " ").getBytes(UTF_8));
        frame.writeBytes(bytes);
        return frame.toByteArray();
    }
}
