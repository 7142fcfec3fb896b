// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any other channel. It shows that it doesn't block by returning 0. As long as it has not, a wait is that of another
 * thread: nothing else can end it without an end of the channel (rule 7.2).
 */
public final class ChannelTransport extends DeadlineTransport {
    private final ByteChannel channel;
    private volatile boolean returnsAtOnce;
    private volatile boolean waitsEnded;

    /** Null as long as no read has had a deadline. */
    private volatile @Nullable PatientRead patientRead;

    public ChannelTransport(ByteChannel channel) {
        this.channel = channel;
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
        waitsEnded = true;
        PatientRead waiting = patientRead;
        if (waiting != null) {
            waiting.endWaits();
        }
    }

    @Override
    public void readBy(@Nullable Deadline deadline) {
        super.readBy(deadline);
        PatientRead waited = patientRead;
        if (deadline == null && waited != null) {
            waited.endCall();
        }
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        Deadline deadline = readDeadline();
        PatientRead waiting = patientRead;
        boolean direct = (waiting == null || !waiting.isPending()) && (returnsAtOnce || deadline == null);
        int count = direct ? channel.read(dst) : patientRead().read(dst, deadline);
        returnsAtOnce |= count == 0 && deadline != Deadline.NOW;
        return count;
    }

    private PatientRead patientRead() {
        PatientRead waiting = patientRead;
        if (waiting == null) {
            waiting = new PatientRead(channel);
            patientRead = waiting;
        }
        if (waitsEnded) {
            waiting.endWaits(); // It may have missed that.
        }
        return waiting;
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
