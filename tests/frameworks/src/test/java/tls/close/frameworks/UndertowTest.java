// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;

class UndertowTest extends HttpServerTest {
    UndertowTest() {
        super(Library.UNDERTOW);
    }

    @Override
    HttpServing start(SSLContext context) {
        Undertow server = Undertow.builder()
                .addHttpsListener(0, InetAddress.getLoopbackAddress().getHostAddress(), context)
                .setIoThreads(1)
                .setWorkerThreads(2)
                .setHandler(new BlockingHandler(UndertowTest::answer))
                .build();
        server.start();
        return new HttpServing() {
            @Override
            public int port() {
                return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
            }

            @Override
            public void close() {
                server.stop();
            }
        };
    }

    private static void answer(HttpServerExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equalToString("PUT")) {
            byte[] upload = exchange.getInputStream().readAllBytes();
            exchange.setResponseContentLength(upload.length);
            exchange.getOutputStream().write(upload);
        } else {
            try (OutputStream body = exchange.getOutputStream()) {
                body.write(HttpServerTest.FIRST);
                body.flush();
                body.write(HttpServerTest.SECOND);
            }
        }
    }
}
