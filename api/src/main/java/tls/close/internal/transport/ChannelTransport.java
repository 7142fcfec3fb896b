// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Any other channel. It shows that it doesn't block by returning 0; if it does block, only closing it can end a wait,
 * so that a read is abandoned at its deadline like a write.
 */
public final class ChannelTransport implements TimedTransport {
    private final ByteChannel channel;
    private @Nullable Deadline readDeadline;
    private @Nullable Deadline writeDeadline;

    public ChannelTransport(ByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public boolean isBlocking() {
        return false;
    }

    @Override
    public void readBy(@Nullable Deadline deadline) {
        readDeadline = deadline;
    }

    @Override
    public void writeBy(@Nullable Deadline deadline) {
        writeDeadline = deadline;
    }

    /** None has one of its own. */
    @Override
    public void endWaits() {}

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (readDeadline == Deadline.NOW) {
            return 0;
        }
        return Watchdog.watch(readDeadline, channel, () -> channel.read(dst));
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        Watchdog.watch(writeDeadline, channel, () -> {
            while (src.hasRemaining() && channel.write(src) > 0) {
                // It took some.
            }
            return src;
        });
    }
}
