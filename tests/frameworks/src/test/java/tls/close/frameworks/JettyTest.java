// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static java.net.http.HttpClient.Version.HTTP_2;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;

/** Jetty over our context, and for HTTP/2 the JDK's client too. */
class JettyTest extends HttpServerTest {
    JettyTest() {
        super(Library.JETTY);
    }

    @Override
    HttpServing start(SSLContext context) throws Exception {
        return JettyServing.http1(context);
    }

    @OnEachBackend
    @DisplayName("S7: HTTP/2 is agreed on by a server of ours")
    void servesHttp2(Setup setup) throws Exception {
        Facts.find(Library.JETTY, Question.HTTP_2, setup, () -> speakHttp2(setup, setup.maker(), Maker.JDK));
    }

    @OnEachBackend
    @DisplayName("S7: HTTP/2 is agreed on by a client of ours")
    void asksForHttp2(Setup setup) throws Exception {
        Facts.find(Library.JDK_HTTP_CLIENT, Question.HTTP_2, setup, () -> speakHttp2(setup, Maker.JDK, setup.maker()));
    }

    private static void speakHttp2(Setup setup, Maker server, Maker client) throws Exception {
        try (JettyServing jetty = JettyServing.http2(server.newContext(), setup.version());
                JdkHttpClientUser user = new JdkHttpClientUser(client.newContext(), HTTP_2)) {
            HttpResponse<byte[]> answer = user.send(JdkHttpClientUser.request("https://localhost:" + jetty.port() + "/")
                    .build());
            assertEquals(HTTP_2, answer.version());
            assertArrayEquals(Body.joined(FIRST, SECOND), answer.body());
        }
    }
}
