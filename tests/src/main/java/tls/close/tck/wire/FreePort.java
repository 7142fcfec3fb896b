// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address, for servers that cannot say which one they were given. */
public final class FreePort {
    /** Below what Linux takes for outgoing connections. */
    private static final int FIRST = 10_000;

    private static final int LAST = 32_768;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /**
     * One that nobody has now, that this process was not given before, and that no system gives away by itself. Another
     * process may still take it. Any thread may call this.
     *
     * @return its number
     * @throws IOException if there are no sockets
     */
    public static int find() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            // To try one that was given away is to take it from a server that is about to listen there.
            if (GIVEN.add(port) && nobodyHas(port)) {
                return port;
            }
        }
    }

    /**
     * It does not listen: a program that another thread starts meanwhile has all sockets of this process until it closes
     * them, and would be whom one connects to.
     */
    private static boolean nobodyHas(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException e) {
            return false;
        }
    }
}
