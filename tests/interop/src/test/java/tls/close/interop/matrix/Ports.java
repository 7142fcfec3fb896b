// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import tls.close.interop.Patience;
import tls.close.interop.RunningProgram;

/** Ports for servers that cannot say which one they were given. */
final class Ports {
    private static final Duration MOMENT = Duration.ofMillis(10);

    /** Below what Linux takes for outgoing connections. */
    private static final int FIRST = 10_000;

    private static final int LAST = 32_768;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** One that nobody has now, that was given to nobody before, and that no system gives away by itself. */
    static int free() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            // To try one that was given away is to listen where somebody else's server is about to.
            if (GIVEN.add(port) && nobodyHas(port)) {
                return port;
            }
        }
    }

    private static boolean nobodyHas(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        }
    }

    /** Connects as soon as the server listens. That it doesn't, because somebody else has the port, can happen. */
    static SocketChannel connect(int port, RunningProgram server) throws IOException, InterruptedException {
        long end = System.nanoTime() + Patience.LIMIT.toNanos();
        while (System.nanoTime() - end < 0) {
            try {
                return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (ConnectException e) {
                if (server.exitsWithin(MOMENT)) {
                    throw new NotStartedException(server.transcript().complaint("it exited"));
                }
            }
        }
        throw new NotStartedException(server.transcript().complaint("it does not listen"));
    }

    /** A server that was started does not listen. */
    static final class NotStartedException extends IOException {
        private static final long serialVersionUID = 1L;

        NotStartedException(AssertionError complaint) {
            super("not started", complaint);
        }
    }
}
