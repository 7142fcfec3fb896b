// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The mode of a channel that blocks. While somebody uses it with a deadline, or keeps it for several such uses, it is in
 * the other mode, unless somebody is blocked in it: {@code configureBlocking} would wait for that one (rule 5.1). When the
 * last has gone it is as it was.
 */
final class BlockingMode {
    private final SelectableChannel channel;
    private final ReentrantLock lock = new ReentrantLock();

    /** Who uses it with a deadline. */
    private int timed;

    /** Who is between two such uses, and would only have the mode changed back and forth. */
    private int kept;

    /** Who may be blocked in it. */
    private int blocked;

    BlockingMode(SelectableChannel channel) {
        this.channel = channel;
    }

    /** As {@link #requireTimed} is no promise for the next moment, it is done where nobody can change the mode back. */
    int read(ReadableByteChannel same, ByteBuffer dst) throws IOException {
        lock.lock();
        try {
            requireTimed();
            return same.read(dst);
        } finally {
            lock.unlock();
        }
    }

    /** The same. */
    int write(WritableByteChannel same, ByteBuffer src) throws IOException {
        lock.lock();
        try {
            requireTimed();
            return same.write(src);
        } finally {
            lock.unlock();
        }
    }

    /** Or the channel is the caller's again, with what comes and goes, and would block. */
    private void requireTimed() throws ClosedChannelException {
        if (!isTimed()) {
            throw new ClosedChannelException();
        }
    }

    /** Whether the caller's own calls would block. */
    boolean isBlocking() {
        if (channel.isBlocking()) {
            return true;
        }
        lock.lock();
        try {
            return isTimed() || channel.isBlocking();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the channel does not block until {@link #leaveTimed}. */
    boolean enterTimed() throws IOException {
        lock.lock();
        try {
            boolean entered = isTimed() || changed();
            timed += entered ? 1 : 0;
            return entered;
        } finally {
            lock.unlock();
        }
    }

    void leaveTimed() {
        lock.lock();
        try {
            if (timed > 0) { // Or it was changed back meanwhile.
                timed--;
                changeBackUnlessNeeded();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether it does not change back between one use with a deadline and the next, until {@link #giveUp}. */
    boolean keep() throws IOException {
        lock.lock();
        try {
            boolean keeps = isTimed() || changed();
            kept += keeps ? 1 : 0;
            return keeps;
        } finally {
            lock.unlock();
        }
    }

    void giveUp() {
        lock.lock();
        try {
            if (kept > 0) { // Or it was changed back meanwhile.
                kept--;
                changeBackUnlessNeeded();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whoever keeps it has no other use of it. */
    void giveUpAll() {
        lock.lock();
        try {
            if (kept > 0) {
                kept = 0;
                changeBackUnlessNeeded();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nor has whoever is in it. Only where a selector still waits for it, it is changed back when that has ended. */
    void changeBack() {
        lock.lock();
        try {
            if (isTimed()) {
                kept = 0;
                channel.configureBlocking(true);
                timed = 0;
            }
        } catch (IllegalBlockingModeException | ClosedChannelException e) {
            // It is registered, or has no mode any more.
        } catch (IOException e) {
            throw cannotChangeBack(e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isTimed() {
        return timed + kept > 0;
    }

    private boolean changed() throws IOException {
        if (blocked > 0) {
            return false;
        }
        channel.configureBlocking(false);
        return true;
    }

    private void changeBackUnlessNeeded() {
        if (isTimed()) {
            return;
        }
        try {
            channel.configureBlocking(true);
        } catch (ClosedChannelException e) {
            // Then it has no mode any more.
        } catch (IOException e) {
            throw cannotChangeBack(e);
        }
    }

    private static IllegalStateException cannotChangeBack(IOException e) {
        return new IllegalStateException("the channel cannot be put back into blocking mode", e);
    }

    /** Whether the channel stays in the caller's mode until {@link #leaveBlocking}. */
    boolean enterBlocking() {
        lock.lock();
        try {
            boolean entered = !isTimed();
            blocked += entered ? 1 : 0;
            return entered;
        } finally {
            lock.unlock();
        }
    }

    void leaveBlocking() {
        lock.lock();
        try {
            blocked--;
        } finally {
            lock.unlock();
        }
    }
}
