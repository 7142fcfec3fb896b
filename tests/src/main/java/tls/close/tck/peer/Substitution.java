// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.util.Optional;

/** A content that waits for the next encrypted record. */
final class Substitution {
    private Optional<byte[]> pending = Optional.empty();

    void set(byte[] content) {
        pending = Optional.of(content);
    }

    Optional<byte[]> take() {
        Optional<byte[]> taken = pending;
        pending = Optional.empty();
        return taken;
    }
}
