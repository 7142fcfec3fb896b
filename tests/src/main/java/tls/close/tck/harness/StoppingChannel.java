// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tls.close.tck.wire.Deadline;

/** A channel that holds up whoever writes, once, when the bytes are through and before the call returns. */
public final class StoppingChannel extends ChannelFront {
    private final CountDownLatch met = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private volatile boolean stops;

    public StoppingChannel(ByteChannel channel) {
        super(channel);
    }

    /** Holds up the next write. */
    public void stopNextWrite() {
        stops = true;
    }

    public void awaitStopped() throws InterruptedException {
        if (!met.await(Deadline.PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("nobody has come to write");
        }
    }

    public void goOn() {
        free.countDown();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = super.write(source);
        if (stops) {
            stops = false;
            met.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException().initCause(e);
            }
        }
        return count;
    }
}
