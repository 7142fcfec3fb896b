// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.IOException;
import java.net.Socket;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/** Another context with somebody who is told of the ends of its connections. */
final class ListeningContext extends TlsContext {
    private final TlsContext context;
    private final Consumer<? super ConnectionEnd> listener;

    ListeningContext(TlsContext context, Consumer<? super ConnectionEnd> listener) {
        this.context = context;
        this.listener = listener;
    }

    @Override
    boolean isListening() {
        return true;
    }

    @Override
    void tell(ConnectionEnd end) {
        try {
            context.tell(end);
        } finally {
            listener.accept(end); // Whatever the one before throws.
        }
    }

    @Override
    public SSLEngine newEngine(TlsEndpoint endpoint) {
        return context.newEngine(endpoint);
    }

    @Override
    protected RecordLayer newRecordLayer(Socket socket, Transport transport, TlsEndpoint endpoint) throws IOException {
        return context.newRecordLayer(socket, transport, endpoint);
    }

    @Override
    protected OptionalInt fatalAlert(SSLException thrown) {
        return context.fatalAlert(thrown);
    }

    @Override
    protected boolean canServe() {
        return context.canServe();
    }

    @Override
    protected boolean isCloseNotify(SSLException thrown) {
        return context.isCloseNotify(thrown);
    }

    @Override
    public String toString() {
        return context.toString();
    }
}
