// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;

/** The JDK's {@code HttpsServer}. */
class JdkHttpsServerTest extends HttpServerTest {
    JdkHttpsServerTest() {
        super(Library.HTTPS_SERVER);
    }

    @Override
    HttpServing start(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", JdkHttpsServerTest::answer);
        server.start();
        return new HttpServing() {
            @Override
            public int port() {
                return server.getAddress().getPort();
            }

            @Override
            public void close() {
                server.stop(0);
            }
        };
    }

    private static void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            byte[] upload = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, upload.length);
            exchange.getResponseBody().write(upload);
        } else {
            exchange.sendResponseHeaders(200, 0); // Which means that the length is not known.
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(FIRST);
                body.flush();
                body.write(SECOND);
            }
        }
        exchange.close();
    }
}
