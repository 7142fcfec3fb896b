// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes server sockets. */
final class FacadeServerSocketFactory extends SSLServerSocketFactory {
    /** The system's own choice. */
    private static final int BACKLOG = 0;

    private final Terms terms;

    FacadeServerSocketFactory(Terms terms) {
        this.terms = terms;
    }

    /** @throws SSLException if it is known that there is no key: otherwise each client would learn it, one by one */
    @Override
    public ServerSocket createServerSocket() throws IOException {
        if (!terms.canServe()) {
            throw new SSLException("a server socket needs a key to show to its clients, and the key managers of this"
                    + " context have none");
        }
        return new FacadeServerSocket(terms);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, BACKLOG, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address) throws IOException {
        InetSocketAddress local = new InetSocketAddress(address, port);
        ServerSocket socket = createServerSocket();
        try {
            socket.bind(local, backlog);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private SSLEngine example() {
        return terms.newEngine(terms.endpoint(Side.SERVER, Optional.empty()));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return example().getEnabledCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return example().getSupportedCipherSuites();
    }
}
