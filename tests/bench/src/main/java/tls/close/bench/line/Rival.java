// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.util.Optional;

/**
 * One way to drive TLS over one transport.
 *
 * @param name for tables
 * @param transport what is under it
 * @param role what it is measured for
 * @param whyNoFullClose why it cannot end a connection with a close_notify each way, if it cannot
 * @param opener makes its connections
 */
public record Rival(String name, TransportKind transport, Role role, Optional<String> whyNoFullClose, Opener opener) {

    /** What a rival is measured for. */
    public enum Role {
        /** What all over the same transport are measured by. */
        BARE,
        /** The backend's own socket. */
        OWN_SOCKET,
        /** tls.close as it is. */
        OURS,
        /** Differs from another only in how it ends. */
        OURS_WITHOUT_LIMITS,
        /** Another library. */
        OTHER,
        /** Another library, which works in threads of its own. */
        OTHER_IN_OWN_THREAD
    }

    /** Makes connections. */
    public interface Opener {
        /**
         * Connects TCP.
         *
         * @param target where to
         * @return a connection before its handshake
         * @throws IOException if it cannot be made
         */
        Line open(Target target) throws IOException;
    }
}
