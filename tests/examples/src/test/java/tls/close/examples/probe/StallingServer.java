// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import tls.close.examples.ThrowAwayIdentity;

/**
 * A process that serves one connection and never ends it: it reads a line in TLS, takes the client's close_notify from
 * the socket without a word, and stays until it is killed. It says on standard output how far it is.
 */
final class StallingServer {
    private StallingServer() {}

    public static void main(String[] args) throws Exception {
        SSLContext context = ThrowAwayIdentity.create().serverContext();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(60_000);
            System.out.println(listener.getLocalPort());
            try (Socket transport = listener.accept()) {
                transport.setSoTimeout(60_000);
                SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(transport, "client", 0, false);
                tls.setUseClientMode(false);
                while (tls.getInputStream().read() != '\n') {}
                // The whole record: what is left unread would turn the end of this process into a reset.
                DataInputStream raw = new DataInputStream(transport.getInputStream());
                raw.readNBytes(3);
                raw.readNBytes(raw.readUnsignedShort());
                System.out.println("close_notify is here");
                raw.read();
            }
        }
    }
}
