// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** Nothing comes here: the backend reads and writes by itself. */
final class NoChannel implements ByteChannel {
    @Override
    public int read(ByteBuffer dst) {
        throw new AssertionError("nothing is read here");
    }

    @Override
    public int write(ByteBuffer src) {
        throw new AssertionError("nothing is written here");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
