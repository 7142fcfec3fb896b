// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tls.close.interop.Patience;
import tls.close.interop.RunningProgram;

/** Servers that cannot say that they listen. */
final class Ports {
    private static final Duration MOMENT = Duration.ofMillis(10);

    private Ports() {}

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
