// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/**
 * LDAP that begins in plaintext, becomes TLS (StartTLS, RFC 4511 section 4.14), and plaintext again (section 4.14.3: either
 * side says close_notify, the other answers it, and LDAP goes on). A server may close the connection instead.
 */
public final class LdapStartTls {
    private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
    private static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";

    private LdapStartTls() {}

    /**
     * What came of it.
     *
     * @param report how TLS ended
     * @param goesOn whether the server went on in plaintext afterwards
     */
    public record Outcome(CloseReport report, boolean goesOn) {}

    /**
     * Asks who we are: in TLS, and after it.
     *
     * @param tls what to trust
     * @param host the server's host
     * @param port its port
     * @return what came of it
     * @throws IOException if the server refuses, or TLS does not end properly
     */
    public static Outcome visit(TlsContext tls, String host, int port) throws IOException {
        try (Socket socket = new Socket(host, port);
                TlsConnection connection = tls.open(socket, TlsEndpoint.client(host, port))) {
            ask(1, START_TLS, socket.getInputStream(), socket.getOutputStream());
            ask(2, WHO_AM_I, connection.inputStream(), connection.outputStream());
            connection.bye(CloseRequest.SHUT_RDWR); // “StopTLS”
            return new Outcome(connection.report(), goesOn(socket));
        }
    }

    private static boolean goesOn(Socket socket) {
        try {
            ask(3, WHO_AM_I, socket.getInputStream(), socket.getOutputStream());
            return true;
        } catch (IOException e) {
            return false; // it has closed the connection, as slapd does
        }
    }

    /** An extended request (RFC 4511 section 4.12) that has no value, and its answer. All lengths are below 128. */
    private static void ask(int id, String name, InputStream in, OutputStream out) throws IOException {
        byte[] extended = element(0x77, element(0x80, name.getBytes(US_ASCII)));
        out.write(element(0x30, element(0x02, new byte[] {(byte) id}), extended));
        in.read(); // the sequence
        int length = in.read();
        byte[] answer = in.readNBytes(Math.max(0, length));
        if (length < 0 || answer.length < length) {
            throw new EOFException("the server has closed the connection");
        }
        // Behind the message's number (three bytes) and the tag and length of the response: the result code.
        int code = answer[7];
        if (code != 0) {
            throw new IOException("LDAP result code " + code);
        }
    }

    private static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] each : contents) {
            content.writeBytes(each);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        element.write(content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
