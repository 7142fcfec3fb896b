// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.nio.ByteBuffer;
import tls.close.internal.transport.DeadlineTransport;

/** Nothing comes here: the backend reads and writes by itself. */
class NoTransport extends DeadlineTransport {
    @Override
    public int read(ByteBuffer dst) {
        throw new AssertionError("nothing is read here");
    }

    @Override
    public void write(ByteBuffer src) {
        throw new AssertionError("nothing is written here");
    }

    @Override
    public boolean isBlocking() {
        return false;
    }

    @Override
    public void endWaits() {}
}
