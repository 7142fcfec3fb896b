// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.OutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import tls.close.tck.peer.TlsVersion;

/** Jetty with HTTP/1, and with HTTP/2 if ALPN shall choose one. */
final class JettyServing implements HttpServing {
    private final Server server;
    private final ServerConnector connector;

    private JettyServing(SslContextFactory.Server tls, ConnectionFactory... chosen) throws Exception {
        List<ConnectionFactory> factories = new ArrayList<>();
        factories.add(new SslConnectionFactory(tls, chosen[0].getProtocol()));
        factories.addAll(List.of(chosen));
        server = new Server(new QueuedThreadPool(8, 2));
        connector = new ServerConnector(server, 1, 1, factories.toArray(ConnectionFactory[]::new));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(new Application());
        server.start();
    }

    static JettyServing http1(SSLContext context) throws Exception {
        return new JettyServing(tls(context), new HttpConnectionFactory(http()));
    }

    /** As long as {@link JettyAlpn} is found, or Jetty lets no engine in that is not the JDK's. */
    static JettyServing http2(SSLContext context, TlsVersion version) throws Exception {
        SslContextFactory.Server tls = tls(context);
        tls.setIncludeProtocols(version.jdkName());
        return new JettyServing(
                tls,
                new ALPNServerConnectionFactory(),
                new HTTP2ServerConnectionFactory(http()),
                new HttpConnectionFactory(http()));
    }

    private static SslContextFactory.Server tls(SSLContext context) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(context);
        return tls;
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        return http;
    }

    private static final class Application extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            try (OutputStream body = Content.Sink.asOutputStream(response)) {
                if (request.getMethod().equals("PUT")) {
                    byte[] upload = Content.Source.asInputStream(request).readAllBytes();
                    response.getHeaders().put("Content-Length", upload.length);
                    body.write(upload);
                } else {
                    body.write(HttpServerTest.FIRST);
                    body.flush();
                    body.write(HttpServerTest.SECOND);
                }
            }
            callback.succeeded();
            return true;
        }
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
