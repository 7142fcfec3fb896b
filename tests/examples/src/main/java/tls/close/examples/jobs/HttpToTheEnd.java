// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/**
 * A request in HTTP/1.0. The end of the connection is the end of the answer: without close_notify nobody can tell whether
 * it is complete, and {@code read} throws.
 */
public final class HttpToTheEnd {
    private HttpToTheEnd() {}

    /**
     * Asks for a path.
     *
     * @param tls what to trust
     * @param host the server's host
     * @param port its port
     * @param path what to ask for
     * @return the whole answer with its head
     * @throws tls.close.TruncationException if it may be incomplete
     * @throws IOException if the connection fails
     */
    public static String get(TlsContext tls, String host, int port, String path) throws IOException {
        try (Socket socket = new Socket(host, port);
                TlsConnection connection = tls.open(socket, TlsEndpoint.client(host, port))) {
            connection
                    .outputStream()
                    .write("GET %s HTTP/1.0\r\nHost: %s\r\n\r\n"
                            .formatted(path, host)
                            .getBytes(ISO_8859_1));
            // No bye yet: to many servers a half-closed connection is a client that has lost interest.
            byte[] answer = connection.inputStream().readAllBytes();
            connection.bye(CloseRequest.SHUT_RDWR); // only sends: the server's close_notify is here
            return new String(answer, ISO_8859_1);
        }
    }
}
