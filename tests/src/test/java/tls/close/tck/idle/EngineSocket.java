// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.idle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import tls.close.tck.harness.EngineEnd;

/**
 * A connected socket in memory. An engine listens and answers at its other end, in the caller's own thread, and leaves
 * nothing behind when it goes.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // For one thread.
final class EngineSocket extends Socket {
    static final int PORT = 1;

    private static final InputStream NOTHING = InputStream.nullInputStream();

    private @Nullable EngineEnd peer;
    private InputStream coming = NOTHING;

    // As the JDK's own, it makes them once; and they keep nothing of what passes, as those of a channel do (Channels).
    private final InputStream in = new Incoming();
    private final OutputStream out = new Outgoing();

    EngineSocket(SSLEngine engine) throws SocketException {
        super((SocketImpl) null);
        peer = new EngineEnd(engine);
    }

    private EngineEnd peer() {
        return Objects.requireNonNull(peer, "the peer has gone");
    }

    /** The peer says this too, when it is listened to. */
    void answer(String text) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        speak(answer);
        answer.writeBytes(peer().write(text));
        coming = new ByteArrayInputStream(answer.toByteArray());
    }

    private void speak(ByteArrayOutputStream answer) throws IOException {
        coming.transferTo(answer);
        do {
            answer.writeBytes(peer().take());
        } while (peer().offer());
    }

    void forgetPeer() {
        peer = null;
        coming = NOTHING;
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
        return PORT;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(getInetAddress(), PORT);
    }

    private final class Incoming extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (coming.available() == 0) {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                speak(answer);
                coming = new ByteArrayInputStream(answer.toByteArray());
            }
            return coming.read(bytes, offset, length);
        }
    }

    private final class Outgoing extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            peer().offer(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }
}
