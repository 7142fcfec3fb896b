// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A channel that throws what no channel should, once it is broken. */
public final class Brittle extends ChannelFront {
    private boolean broken;

    public Brittle(ByteChannel channel) {
        super(channel);
    }

    public void breakNow() {
        broken = true;
    }

    private void requireWhole() {
        if (broken) {
            throw new IllegalStateException("the channel is broken");
        }
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        requireWhole();
        return super.read(dst);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        requireWhole();
        return super.write(src);
    }
}
