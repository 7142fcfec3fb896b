// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

class ThroughProxyTest {
    private static final String PAGE = "HTTP/1.0 200 OK\r\n\r\nhello";
    private static final String QUESTION = "still there?\n";

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule5_3_scenario116_theInnerConnectionEndsAndTheOuterOneLives(String backend, String version)
            throws Exception {
        TlsContext tls = Backend.context(backend);
        TlsEndpoint server = TlsEndpoint.server().protocols("TLSv" + version);
        try (Served<CloseReport> origin = Served.by(client -> answer(tls.open(client, server)));
                Served<CloseReport> proxy = Served.by(client -> tunnel(tls.open(client, server)));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                TlsConnection outer = tls.open(socket, TlsEndpoint.client("localhost", proxy.port()))) {
            assertEquals(PAGE, ThroughProxy.get(tls, outer, "localhost", origin.port(), "/"));
            assertTrue(origin.result().transportReusable(), origin.result().toString());
            // The tunnel is over; the proxy is still there.
            outer.outputStream().write(QUESTION.getBytes(US_ASCII));
            assertEquals("yes\n", new String(outer.inputStream().readNBytes(4), US_ASCII));
            outer.bye(CloseRequest.SHUT_RDWR);
            assertTrue(outer.report().transportReusable(), outer.report().toString());
            assertTrue(proxy.result().transportReusable(), proxy.result().toString());
        }
    }

    private static CloseReport answer(TlsConnection connection) throws IOException {
        readTo("\r\n\r\n", connection.inputStream());
        connection.outputStream().write(PAGE.getBytes(US_ASCII));
        connection.bye(CloseRequest.SHUT_RDWR);
        return connection.report();
    }

    /** One tunnel, and a question when it is over. */
    private static CloseReport tunnel(TlsConnection connection) throws Exception {
        String head = readTo("\r\n\r\n", connection.inputStream());
        int port = Integer.parseInt(head.substring(head.indexOf(':') + 1, head.indexOf(" HTTP")));
        try (Socket origin = new Socket(InetAddress.getLoopbackAddress(), port)) {
            connection.outputStream().write("HTTP/1.1 200 here you are\r\n\r\n".getBytes(US_ASCII));
            CompletableFuture<Long> back = CompletableFuture.supplyAsync(() -> copy(origin, connection));
            forward(connection.inputStream(), origin.getOutputStream());
            back.get(30, TimeUnit.SECONDS);
        }
        connection.outputStream().write("yes\n".getBytes(US_ASCII));
        connection.bye(CloseRequest.SHUT_RDWR);
        return connection.report();
    }

    private static long copy(Socket origin, TlsConnection connection) {
        try {
            return origin.getInputStream().transferTo(connection.outputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Up to the question. */
    private static void forward(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 14];
        int left = 0;
        while (left == 0) {
            int count = in.read(buffer);
            if (new String(buffer, 0, count, ISO_8859_1).endsWith(QUESTION)) {
                left = QUESTION.length();
            }
            out.write(buffer, 0, count - left);
        }
    }

    private static String readTo(String end, InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            text.append((char) in.read());
        }
        return text.toString();
    }
}
