// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tls.close.spi.Transport;

/**
 * What an {@code SSLSocket} says in a handshake before it waits for the peer. It writes each record by itself ({@code
 * SSLSocketOutputRecord}); here they leave in one write: of several, the second would wait until the peer has acknowledged
 * the first (RFC 896), which may take its time (RFC 1122 section 4.2.3.2).
 *
 * <p>What another thread says is a goodbye, which leaves at once, behind what waits.
 */
final class Flight {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int CHANGE_CIPHER_SPEC_LENGTH = 6;

    /** Bytes that are worth a write of their own: no more is waited for. */
    private static final int ENOUGH_AT_ONCE = 1 << 13;

    private final Transport transport;

    /** Not a monitor: it is held across I/O (rule 8.1). */
    private final ReentrantLock lock = new ReentrantLock();

    /** Each thread asks only whether it is this one. */
    private volatile @Nullable Thread speaker;

    // Guarded by the lock.
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    /** A part of a record may be on the wire: nothing goes out behind it. */
    private @Nullable IOException failure;

    Flight(Transport transport) {
        this.transport = transport;
    }

    /** This thread goes on with the handshake, and {@linkplain #send sends} what it says when the peer has its turn. */
    void enter() {
        speaker = Thread.currentThread();
    }

    /** It has sent, and leaves. */
    void leave() {
        speaker = null;
    }

    void say(byte[] record, int offset, int length) throws IOException {
        lock.lock();
        try {
            waiting.write(record, offset, length);
            if (speaker != Thread.currentThread() || waiting.size() >= ENOUGH_AT_ONCE) {
                sendAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for nobody: whoever is saying goodbye, and may be stuck with it, sends what waited too. */
    void send() throws IOException {
        if (lock.tryLock()) {
            try {
                if (waiting.size() > 0 && !isPostponed()) {
                    sendAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void sendAll() throws IOException {
        ByteBuffer all = ByteBuffer.wrap(waiting.toByteArray());
        waiting.reset();
        if (failure != null) {
            throw failure;
        }
        try {
            transport.write(all);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * A client of TLS 1.3 says change_cipher_spec, which is there to look like TLS 1.2 (RFC 8446 appendix D.4), as soon as
     * it has read the server's hello. Nobody waits for it: it leaves with what there is to be said next.
     */
    private boolean isPostponed() {
        return waiting.size() == CHANGE_CIPHER_SPEC_LENGTH && waiting.toByteArray()[0] == CHANGE_CIPHER_SPEC;
    }
}
