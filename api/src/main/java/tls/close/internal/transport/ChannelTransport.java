// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Optional;

/**
 * Any other channel. It shows that it doesn't block by returning 0. As long as it has not, a wait is that of another
 * thread: nothing else can end it without an end of the channel (rule 7.2).
 */
public final class ChannelTransport extends DeadlineTransport {
    private final ByteChannel channel;
    private final PatientRead patientRead;
    private volatile boolean returnsAtOnce;

    public ChannelTransport(ByteChannel channel) {
        this.channel = channel;
        this.patientRead = new PatientRead(channel);
    }

    @Override
    public boolean isBlocking() {
        return false;
    }

    /** As long as it has only ever blocked, nobody is told to come again (rule 6.5): there is nothing to wait for. */
    @Override
    public boolean holdsMore() {
        return !returnsAtOnce;
    }

    @Override
    public Optional<Selectable> selectable() {
        if (returnsAtOnce) {
            throw new IllegalBlockingModeException();
        }
        return Optional.empty();
    }

    @Override
    public void endWaits() {
        patientRead.endWaits();
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        Deadline deadline = readDeadline();
        boolean direct = !patientRead.isPending() && (returnsAtOnce || deadline == null);
        int count = direct ? channel.read(dst) : patientRead.read(dst, deadline);
        returnsAtOnce |= count == 0 && deadline != Deadline.NOW;
        return count;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        Watchdog.watch(writeDeadline(), channel, () -> {
            while (src.hasRemaining() && channel.write(src) > 0) {
                // It took some.
            }
        });
        returnsAtOnce |= src.hasRemaining();
    }
}
