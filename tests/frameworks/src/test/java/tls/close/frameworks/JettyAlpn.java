// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.alpn.server.ALPNServerConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.ALPNProcessor;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;

/**
 * The recipe for Jetty and HTTP/2: it lets an engine do ALPN if a processor takes it, and its own takes the JDK's. This
 * one takes all others; it is named in {@code META-INF/services/org.eclipse.jetty.io.ssl.ALPNProcessor$Server}.
 */
public final class JettyAlpn implements ALPNProcessor.Server {

    /** For the service loader. */
    public JettyAlpn() {}

    @Override
    public boolean appliesTo(SSLEngine engine) {
        return !"java.base".equals(engine.getClass().getModule().getName());
    }

    @Override
    public void configure(SSLEngine engine, Connection connection) {
        ALPNServerConnection alpn = (ALPNServerConnection) connection;
        engine.setHandshakeApplicationProtocolSelector((same, offered) -> {
            alpn.select(offered);
            return alpn.getProtocol();
        });
        ((SslConnection.SslEndPoint) alpn.getEndPoint())
                .getSslConnection()
                .addHandshakeListener(new SslHandshakeListener() {
                    @Override
                    public void handshakeSucceeded(Event event) {
                        if (alpn.getProtocol() == null) {
                            alpn.unsupported(); // The client offered nothing: the default protocol it is.
                        }
                    }
                });
    }
}
