// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A TCP connection on this machine, both ends of it. */
record SocketPair(Socket client, Socket server) implements AutoCloseable {

    static SocketPair open() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
            Socket server = listening.accept();
            // Or each of two small writes in a row would wait 40 ms for an acknowledgement.
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            return new SocketPair(client, server);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
