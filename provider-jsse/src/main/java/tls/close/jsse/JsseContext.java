// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.io.IOException;
import java.net.Socket;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/** Makes engines and sockets of one {@link SSLContext}. */
final class JsseContext extends TlsContext {
    private final SSLContext context;

    JsseContext(SSLContext context) {
        this.context = context;
    }

    @Override
    public SSLEngine newEngine(TlsEndpoint endpoint) {
        // The host and port are the key under which a client's session is resumed.
        SSLEngine engine = endpoint.host()
                .map(host -> context.createSSLEngine(host, endpoint.port()))
                .orElseGet(context::createSSLEngine);
        engine.setUseClientMode(endpoint.isClient());
        engine.setSSLParameters(endpoint.sslParameters());
        return engine;
    }

    @Override
    protected RecordLayer newRecordLayer(Socket socket, Transport transport, TlsEndpoint endpoint) throws IOException {
        Witness witness = new Witness(transport);
        SSLSocket tls = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        new WitnessSocket(socket, witness, endpoint.port()),
                        endpoint.host().orElse(null),
                        endpoint.port(),
                        false);
        tls.setUseClientMode(endpoint.isClient());
        tls.setSSLParameters(endpoint.sslParameters());
        return new SocketRecordLayer(
                tls, witness, () -> context.createSSLEngine().getSession());
    }

    @Override
    protected OptionalInt fatalAlert(SSLException thrown) {
        return ReceivedAlert.in(thrown);
    }

    @Override
    protected boolean isCloseNotify(SSLException thrown) {
        return ReceivedAlert.isCloseNotify(thrown);
    }
}
