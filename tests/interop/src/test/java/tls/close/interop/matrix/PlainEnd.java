// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import tls.close.interop.Transcript;

/** What is behind a tunnel, in plaintext, and obeys the same commands as the peers of {@link Typed}. */
final class PlainEnd implements Typed.Keyboard, Closeable {
    private static final String STOP = "stop";

    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private final Transcript transcript = new Transcript();
    private final Closeable source;

    private PlainEnd(Closeable source) {
        this.source = source;
    }

    /**
     * Begins to obey in a thread of its own.
     *
     * @param connected gives the connection to the tunnel, and may wait for it
     * @param source what ends that wait when it is closed
     */
    static PlainEnd start(Callable<Socket> connected, Closeable source) {
        PlainEnd made = new PlainEnd(source);
        Thread thread = new Thread(() -> made.obey(connected), "behind the tunnel");
        thread.setDaemon(true);
        thread.start();
        return made;
    }

    Transcript transcript() {
        return transcript;
    }

    @Override
    public void type(String line) {
        commands.add(line);
    }

    private void obey(Callable<Socket> connected) {
        try (Socket socket = connected.call()) {
            for (String line = commands.take(); !line.equals(STOP); line = commands.take()) {
                obey(line.split(" "), socket);
            }
        } catch (Exception e) {
            transcript.add(e.toString());
        }
        transcript.end();
    }

    private void obey(String[] words, Socket socket) throws IOException {
        switch (words[0]) {
            case "echo" -> {
                byte[] buffer = new byte[1 << 14];
                int count = socket.getInputStream().read(buffer);
                socket.getOutputStream().write(buffer, 0, count);
            }
            case "drain" -> drain(socket.getInputStream());
            case "send" -> send(Integer.parseInt(words[1]), socket);
            case "close" -> {
                socket.shutdownOutput();
                transcript.add("closed");
            }
            default -> throw new IOException("cannot " + words[0]);
        }
    }

    private void drain(InputStream input) {
        byte[] buffer = new byte[1 << 14];
        long total = 0;
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                total += count;
            }
            transcript.add("drained " + total + " end");
        } catch (IOException e) {
            transcript.add("drained " + total + " reset");
        }
    }

    private void send(int count, Socket socket) {
        try {
            socket.getOutputStream().write("x".repeat(count).getBytes(US_ASCII));
            transcript.add("sent");
        } catch (IOException e) {
            transcript.add("not sent: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        commands.add(STOP);
        source.close();
    }
}
