// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tls.close.tck.wire.FreePort;

/**
 * A server of somebody else's, in a process of its own.
 *
 * @param process it
 * @param port where it listens
 * @param log what it says
 */
record PeerServer(Process process, int port, Path log) implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    /** What to run for a port. */
    interface Command {
        List<String> on(int port) throws IOException;
    }

    /** Starts it, on a port that was free a moment ago, and waits until it listens. */
    static PeerServer start(Path folder, Command command) throws Exception {
        Path log = folder.resolve("log");
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = FreePort.find();
            Process process = new ProcessBuilder(command.on(port))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (listens(process, port)) {
                return new PeerServer(process, port, log);
            }
            process.destroyForcibly();
        }
        throw new AssertionError("it does not listen: " + Files.readString(log));
    }

    /** Waits until it says so, or in vain. */
    boolean says(String words) throws Exception {
        long start = System.nanoTime();
        while (!Files.readString(log).contains(words)) {
            if (System.nanoTime() - start > PATIENCE || process.waitFor(20, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    private static boolean listens(Process process, int port) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return process.isAlive() && socket.isConnected();
            } catch (IOException e) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
        }
        return false;
    }
}
