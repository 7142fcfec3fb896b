// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Ports of the loopback address, for servers that cannot say which one they were given. Processes keep out of each other's
 * way, as tests of several modules run at once: a block of ports is its whose socket is bound to the first of them.
 */
public final class FreePort {
    /** Below what Linux takes for outgoing connections. */
    private static final int FIRST = 10_000;

    private static final int LAST = 32_768;
    private static final int BLOCK = 512;

    /** Never closed: the process has its blocks as long as it lives. */
    private static final List<Socket> BLOCKS = new ArrayList<>();

    // Guarded by the class.
    private static int next;
    private static int end;

    private FreePort() {}

    /**
     * One that nobody has now, that this process was not given before, that no other process is given by this, and that no
     * system gives away by itself. Any thread may call this.
     *
     * @return its number
     * @throws IOException if there are no sockets, or no such ports any more
     */
    public static synchronized int find() throws IOException {
        while (true) {
            if (next == end) {
                takeBlock();
            }
            int port = next++;
            try {
                bound(port).close();
                return port;
            } catch (BindException e) {
                // Somebody has it who does not ask here.
            }
        }
    }

    /** In any order: the servers of a process before may not have ended yet. */
    private static void takeBlock() throws IOException {
        List<Integer> blocks = new ArrayList<>();
        for (int first = FIRST; first + BLOCK <= LAST; first += BLOCK) {
            blocks.add(first);
        }
        Collections.shuffle(blocks);
        for (int first : blocks) {
            try {
                BLOCKS.add(bound(first));
                next = first + 1;
                end = first + BLOCK;
                return;
            } catch (BindException e) {
                // It is another's, or was ours before.
            }
        }
        throw new IOException("there are no ports left from " + FIRST + " to " + LAST);
    }

    /**
     * It does not listen: a program that another thread starts meanwhile has all sockets of this process until it closes
     * them, and would be whom one connects to.
     */
    private static Socket bound(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
