// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;

class HttpToTheEndTest {

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule3_4_theWholeAnswerThenOneGoodbye(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        try (Served<CloseReport> served = Served.by(client -> answer(tls, version, client, true))) {
            assertEquals("HTTP/1.0 200 OK\r\n\r\nhello", HttpToTheEnd.get(tls, "localhost", served.port(), "/"));
            assertTrue(served.result().transportReusable(), served.result().toString());
        }
    }

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule4_1_anAnswerThatWasCutIsNone(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        try (Served<CloseReport> served = Served.by(client -> answer(tls, version, client, false))) {
            assertThrows(TruncationException.class, () -> HttpToTheEnd.get(tls, "localhost", served.port(), "/"));
            served.result();
        }
    }

    private static CloseReport answer(TlsContext tls, String version, Socket client, boolean properly)
            throws Exception {
        TlsConnection connection = tls.open(client, TlsEndpoint.server().protocols("TLSv" + version));
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) connection.inputStream().read());
        }
        connection.outputStream().write("HTTP/1.0 200 OK\r\n\r\nhello".getBytes(US_ASCII));
        if (properly) {
            connection.bye(CloseRequest.SHUT_RDWR);
            connection.close();
        }
        return connection.report();
    }
}
