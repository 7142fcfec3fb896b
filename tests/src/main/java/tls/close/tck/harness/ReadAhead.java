// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;

/** A channel that an application has read from before, to see what the peer speaks: it gives these bytes out first. */
public final class ReadAhead extends ChannelFront {
    /** Between its position and its limit lies what was not given out yet. */
    private final ByteBuffer ahead = ByteBuffer.allocate(1 << 16).limit(0);

    public ReadAhead(ByteChannel channel) {
        super(channel);
    }

    /** Reads what is here, as somebody who peeks does. */
    public int peek() throws IOException {
        ahead.compact();
        int count = super.read(ahead);
        ahead.flip();
        return count;
    }

    /** What was read and not given out. */
    public String rest() {
        return StandardCharsets.UTF_8.decode(ahead.duplicate()).toString();
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (!ahead.hasRemaining()) {
            return super.read(dst);
        }
        int count = Math.min(ahead.remaining(), dst.remaining());
        dst.put(ahead.slice(ahead.position(), count));
        ahead.position(ahead.position() + count);
        return count;
    }
}
