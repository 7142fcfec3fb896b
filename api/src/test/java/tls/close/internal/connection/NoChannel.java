// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** Nothing comes here. */
final class NoChannel implements ByteChannel {
    @Override
    public int read(ByteBuffer dst) {
        throw new AssertionError("the backend reads by itself");
    }

    @Override
    public int write(ByteBuffer src) {
        throw new AssertionError("the backend writes by itself");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
