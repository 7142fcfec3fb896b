// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import javax.net.ssl.SSLEngine;

/** Which side of a handshake. */
enum Side {
    CLIENT,
    SERVER;

    static Side of(boolean client) {
        return client ? CLIENT : SERVER;
    }

    static Side of(SSLEngine engine) {
        return of(engine.getUseClientMode());
    }
}
