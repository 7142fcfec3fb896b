// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/** Knows the engines that it has made; and whoever has one of its connections can be silenced. */
final class FrailContext extends TlsContext {
    private final TlsContext maker;
    private final List<SSLEngine> engines = new CopyOnWriteArrayList<>();
    private volatile boolean silenced;

    FrailContext(TlsContext maker) {
        this.maker = maker;
    }

    /** From now on no write succeeds. */
    void silence() {
        silenced = true;
    }

    List<SSLEngine> engines() {
        return engines;
    }

    @Override
    public SSLEngine newEngine(TlsEndpoint endpoint) {
        SSLEngine engine = maker.newEngine(endpoint);
        engines.add(engine);
        return engine;
    }

    @Override
    protected RecordLayer newRecordLayer(Socket socket, Transport transport, TlsEndpoint endpoint) throws IOException {
        return super.newRecordLayer(socket, new Voice(transport), endpoint);
    }

    private final class Voice implements Transport {
        private final Transport transport;

        Voice(Transport transport) {
            this.transport = transport;
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return transport.read(dst);
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            if (silenced) {
                throw new SocketException("Connection reset");
            }
            transport.write(src);
        }

        @Override
        public boolean holdsMore() {
            return transport.holdsMore();
        }

        @Override
        public boolean isBlocking() {
            return transport.isBlocking();
        }
    }

    @Override
    protected OptionalInt fatalAlert(SSLException thrown) {
        return OptionalInt.empty();
    }
}
