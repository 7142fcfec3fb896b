// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A channel on which something happens whenever it is read from. */
public final class Relieved extends ChannelFront {
    private final Runnable relief;

    /** @param relief what happens first */
    public Relieved(ByteChannel channel, Runnable relief) {
        super(channel);
        this.relief = relief;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        relief.run();
        return super.read(dst);
    }
}
