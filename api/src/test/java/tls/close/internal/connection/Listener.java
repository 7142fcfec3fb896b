// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.util.function.Consumer;
import tls.close.ConnectionEnd;

/** Somebody who is told. */
class Listener extends NoOwner {
    private final Consumer<ConnectionEnd> ears;

    Listener(Consumer<ConnectionEnd> ears) {
        this.ears = ears;
    }

    @Override
    public boolean isListening() {
        return true;
    }

    @Override
    public void tell(ConnectionEnd end) {
        ears.accept(end);
    }
}
