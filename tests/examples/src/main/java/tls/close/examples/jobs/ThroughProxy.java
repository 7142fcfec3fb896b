// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/**
 * A request over HTTPS through a proxy that is itself spoken to in TLS: TLS inside TLS. The inner connection ends, and the
 * outer one lives.
 */
public final class ThroughProxy {
    private ThroughProxy() {}

    /**
     * Asks an origin server for a path through a tunnel, and says goodbye to it, not to the proxy.
     *
     * @param tls what to trust
     * @param proxy the connection to the proxy, the caller's to end when no origin is asked for any more
     * @param host the origin's host
     * @param port its port
     * @param path what to ask for
     * @return the whole answer with its head
     * @throws tls.close.TruncationException if it may be incomplete
     * @throws IOException if the proxy refuses, or a connection fails
     */
    public static String get(TlsContext tls, TlsConnection proxy, String host, int port, String path)
            throws IOException {
        send(proxy, "CONNECT %1$s:%2$d HTTP/1.1\r\nHost: %1$s:%2$d\r\n\r\n".formatted(host, port));
        String answer = head(proxy.inputStream());
        if (!answer.startsWith("HTTP/1.1 200") && !answer.startsWith("HTTP/1.0 200")) {
            throw new IOException(
                    "the proxy refuses: " + answer.lines().findFirst().orElse(""));
        }
        // A connection is a channel: it carries another one.
        try (TlsConnection origin = tls.open(proxy, TlsEndpoint.client(host, port))) {
            send(origin, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n".formatted(path, host));
            byte[] page = origin.inputStream().readAllBytes();
            origin.bye(CloseRequest.SHUT_RDWR);
            return new String(page, ISO_8859_1);
        }
    }

    private static void send(TlsConnection connection, String text) throws IOException {
        connection.outputStream().write(text.getBytes(ISO_8859_1));
    }

    /** Up to the empty line, and not one byte more. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the proxy has ended the connection");
            }
            head.write(b);
        }
        return head.toString(ISO_8859_1);
    }
}
