// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import tls.close.ConnectionEnd;

/** Of an engine that has no exceptions of its own; nobody listens. */
class NoOwner implements Owner {
    @Override
    public OptionalInt fatalAlert(SSLException thrown) {
        return OptionalInt.empty();
    }

    @Override
    public boolean isCloseNotify(SSLException thrown) {
        return false;
    }

    @Override
    public boolean isListening() {
        return false;
    }

    @Override
    public void tell(ConnectionEnd end) {
        throw new AssertionError("nobody listens");
    }
}
