// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;

/** The library in ten lines: TLS over a socket, a goodbye, and plaintext over the same socket. */
public final class Goodbye {
    private Goodbye() {}

    /**
     * Talks to a server that echoes lines, in TLS and after it.
     *
     * @param host the server's host
     * @param port its port
     * @return what the server said in plaintext
     * @throws IOException if the connection failed, or did not end properly
     * @throws GeneralSecurityException if the platform's trust store cannot be read
     */
    public static String say(String host, int port) throws IOException, GeneralSecurityException {
        // README: begin
        TlsContext tls = TlsProviders.get("jsse").newContext();
        try (Socket socket = new Socket(host, port);
                TlsConnection connection = tls.open(socket, TlsEndpoint.client(host, port))) {
            connection.outputStream().write("hello\n".getBytes(UTF_8));
            byte[] answer = connection.inputStream().readNBytes(6);
            connection.bye(CloseRequest.SHUT_RDWR); // fails unless the peer said goodbye too
            System.out.println(new String(answer, UTF_8) + connection.report());
            socket.getOutputStream().write("plain\n".getBytes(UTF_8)); // the socket is yours again
            return new String(socket.getInputStream().readNBytes(6), UTF_8);
        }
        // README: end
    }
}
