// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes on one connection to a server, byte by byte and with its ends, and records what the server says. */
final class Recorder implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final int server;
    private final TlsVersion version;
    private final Recording recording;
    private final Thread relay = new Thread(this::relay, "recorder");

    private Recorder(int server, TlsVersion version, Recording recording) throws IOException {
        this.server = server;
        this.version = version;
        this.recording = recording;
    }

    /** @param first what the server is to say first */
    static Recorder start(int server, TlsVersion version, Recording.Speech first) throws IOException {
        Recorder recorder = new Recorder(server, version, new Recording(first));
        recorder.relay.setDaemon(true);
        recorder.relay.start();
        return recorder;
    }

    String address() {
        return "localhost:" + listener.getLocalPort();
    }

    /** When the connection is over. */
    Recording recording() throws InterruptedException {
        relay.join();
        return recording;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void relay() {
        try (Socket client = listener.accept();
                Socket target = new Socket(InetAddress.getLoopbackAddress(), server)) {
            client.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            Thread upstream = new Thread(() -> passOnToServer(client, target), "recorder, to the server");
            upstream.setDaemon(true);
            upstream.start();
            passOnToClient(target, client);
            upstream.join();
        } catch (IOException | InterruptedException e) {
            // Then there is no more to record.
        }
    }

    private void passOnToServer(Socket client, Socket target) {
        byte[] bytes = new byte[1 << 14];
        try {
            int count;
            while ((count = client.getInputStream().read(bytes)) >= 0) {
                recording.clientSays(bytes);
                target.getOutputStream().write(bytes, 0, count);
            }
            recording.clientHasGone();
        } catch (IOException e) {
            // One of them has ended; what the server says of it is in the other direction.
        }
        ignoringFailure(target::shutdownOutput);
    }

    private void passOnToClient(Socket target, Socket client) {
        byte[] bytes = new byte[1 << 14];
        try {
            int count;
            while ((count = target.getInputStream().read(bytes)) >= 0) {
                recording.add(bytes, count);
                int length = count;
                ignoringFailure(() -> client.getOutputStream().write(bytes, 0, length));
            }
            recording.ended(Recording.End.FIN);
            ignoringFailure(client::shutdownOutput);
        } catch (IOException e) {
            recording.ended(Recording.End.RST);
            ignoringFailure(() -> passOnReset(client));
        }
    }

    /** Not behind an alert, which it might overtake: then it makes no difference. */
    private void passOnReset(Socket client) throws IOException {
        if (recording.endsWithAlert(version)) {
            client.shutdownOutput();
        } else {
            client.setSoLinger(true, 0);
            client.close();
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    private static void ignoringFailure(Step step) {
        try {
            step.take();
        } catch (IOException e) {
            // The other end is gone.
        }
    }
}
