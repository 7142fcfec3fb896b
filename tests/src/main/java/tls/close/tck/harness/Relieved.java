// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * A channel on which something happens whenever it is read from.
 *
 * @param channel the channel itself
 * @param relief what happens first
 */
public record Relieved(ByteChannel channel, Runnable relief) implements ByteChannel {

    @Override
    public int read(ByteBuffer dst) throws IOException {
        relief.run();
        return channel.read(dst);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return channel.write(src);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
