// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The mode of a channel that blocks. While somebody uses it with a deadline it is in the other mode, unless somebody is
 * blocked in it: {@code configureBlocking} would wait for that one (rule 5.1). When the last has gone it is as it was.
 */
final class BlockingMode {
    private final SelectableChannel channel;
    private final ReentrantLock lock = new ReentrantLock();

    /** Who uses it with a deadline. */
    private int timed;

    /** Who may be blocked in it. */
    private int blocked;

    BlockingMode(SelectableChannel channel) {
        this.channel = channel;
    }

    /** Whether the caller's own calls would block. */
    boolean isBlocking() {
        lock.lock();
        try {
            return timed > 0 || channel.isBlocking();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the channel does not block until {@link #leaveTimed}. */
    boolean enterTimed() throws IOException {
        lock.lock();
        try {
            if (timed == 0) {
                if (blocked > 0) {
                    return false;
                }
                channel.configureBlocking(false);
            }
            timed++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leaveTimed() {
        lock.lock();
        try {
            timed--;
            if (timed == 0) {
                channel.configureBlocking(true);
            }
        } catch (ClosedChannelException e) {
            // Then it has no mode any more.
        } catch (IOException e) {
            throw new IllegalStateException("the channel cannot be put back into blocking mode", e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the channel stays in the caller's mode until {@link #leaveBlocking}. */
    boolean enterBlocking() {
        lock.lock();
        try {
            boolean entered = timed == 0;
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
