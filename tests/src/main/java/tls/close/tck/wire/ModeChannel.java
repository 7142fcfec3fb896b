// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * A channel in front of another that has a mode, and counts how often it is changed: each time is two system calls. No
 * selector can wait for it.
 */
public final class ModeChannel extends AbstractSelectableChannel implements ByteChannel {
    private final ByteChannel channel;
    private int modeChanges;

    /**
     * In blocking mode at first, as every channel; it doesn't block all the same.
     *
     * @param channel reads and writes
     */
    public ModeChannel(ByteChannel channel) {
        super(SelectorProvider.provider());
        this.channel = channel;
    }

    /**
     * How often its mode has been changed.
     *
     * @return all changes since it was made
     */
    public int modeChanges() {
        synchronized (blockingLock()) {
            return modeChanges;
        }
    }

    /** Called under its {@link #blockingLock}, for what is a change. */
    @Override
    protected void implConfigureBlocking(boolean block) {
        modeChanges++;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public int validOps() {
        return SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        channel.close();
    }
}
