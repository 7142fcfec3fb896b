// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The peer's end of one connection, on the JDK's own socket. */
final class PeerConnection implements Runnable {
    private static final int CHUNK = 16 * 1024;

    private final Socket raw;
    private final SSLSocket tls;

    PeerConnection(Socket raw, SSLSocketFactory factory) throws IOException {
        this.raw = raw;
        this.tls = (SSLSocket) factory.createSocket(raw, null, false);
        tls.setEnabledProtocols(new String[] {PeerServer.PROTOCOL});
        tls.setEnabledCipherSuites(new String[] {PeerServer.CIPHER_SUITE});
    }

    @Override
    public void run() {
        try (raw) {
            serve(tls.getInputStream(), tls.getOutputStream());
            tls.shutdownOutput();
            awaitEnd();
        } catch (IOException e) {
            return; // The client sees it too, and some have no other way to end.
        }
    }

    private void serve(InputStream in, OutputStream out) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(in.readNBytes(Task.REQUEST_LENGTH));
        if (request.remaining() < Task.REQUEST_LENGTH) {
            throw new EOFException();
        }
        Task task = Task.of(request.get());
        int number = request.getInt();
        out.write(1);
        switch (task) {
            case CLOSE -> take(in, 1);
            case LATE_DATA -> {
                take(in, 1);
                send(out, number);
            }
            case ECHO -> {
                byte[] message = new byte[number];
                while (in.readNBytes(message, 0, number) == number) {
                    out.write(message);
                }
            }
            case SINK -> {
                while (take(in, number)) {
                    out.write(1);
                }
            }
            case SOURCE -> {
                while (take(in, 1)) {
                    send(out, number);
                }
            }
        }
    }

    /** False where close_notify comes instead. */
    private static boolean take(InputStream in, int number) throws IOException {
        byte[] chunk = new byte[Math.min(number, CHUNK)];
        for (int left = number; left > 0; ) {
            int taken = in.read(chunk, 0, Math.min(left, chunk.length));
            if (taken < 0) {
                return false;
            }
            left -= taken;
        }
        return true;
    }

    private static void send(OutputStream out, int number) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int left = number; left > 0; left -= chunk.length) {
            out.write(chunk, 0, Math.min(left, chunk.length));
        }
    }

    /** The client ends TCP with a reset, so that no port stays in TIME_WAIT. */
    private void awaitEnd() {
        try {
            raw.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return;
        }
    }
}
