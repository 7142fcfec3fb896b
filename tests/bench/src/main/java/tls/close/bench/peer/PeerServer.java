// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import tls.close.tck.pki.TestPki;

/**
 * The peer's program: two ports on loopback, one of which resumes sessions. It writes its authority's certificate into
 * the folder that is its argument, then its ports to standard output, and ends with standard input.
 */
public final class PeerServer {
    /** The one that is measured. */
    public static final String PROTOCOL = "TLSv1.3";
    /** The same for everyone, or each client's own order would decide. */
    public static final String CIPHER_SUITE = "TLS_AES_128_GCM_SHA256";

    private final ExecutorService threads = Executors.newCachedThreadPool(PeerServer::daemon);
    private final boolean noDelay;

    private PeerServer(boolean noDelay) {
        this.noDelay = noDelay;
    }

    /**
     * Serves until standard input ends.
     *
     * @param arguments the folder for the certificate
     * @throws Exception if it cannot be served
     */
    public static void main(String[] arguments) throws Exception {
        TestPki.ec().writePem(Path.of(arguments[0]));
        for (boolean noDelay : new boolean[] {true, false}) {
            PeerServer server = new PeerServer(noDelay);
            SSLContext resuming = newContext();
            System.out.println(server.listen(() -> resuming));
            // A ticket of another context is of no use in this one.
            System.out.println(server.listen(PeerServer::newContext));
        }
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private int listen(Contexts contexts) throws IOException {
        ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        threads.execute(() -> accept(server, contexts));
        return server.getLocalPort();
    }

    private void accept(ServerSocket server, Contexts contexts) {
        try (server) {
            while (true) {
                Socket raw = server.accept();
                raw.setTcpNoDelay(noDelay);
                threads.execute(new PeerConnection(raw, contexts.next().getSocketFactory()));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The peer serves no more", e);
        }
    }

    private static SSLContext newContext() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(Keys.OF_SERVER, null, null);
        return context;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        return thread;
    }

    /** The context of the next connection. */
    private interface Contexts {
        SSLContext next() throws GeneralSecurityException;
    }

    private static final class Keys {
        static final javax.net.ssl.KeyManager[] OF_SERVER =
                TestPki.ec().server().keyManagers();
    }
}
