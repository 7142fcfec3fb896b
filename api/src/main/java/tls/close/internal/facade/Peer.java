// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client wants to talk to: the host that its certificate must be for (rule S6).
 *
 * @param host a name or an address
 * @param port the port, 0 if not known
 */
record Peer(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Empty where no host is named: then no name is checked. A port that is none is no more than a hint that is missing.
     *
     * @throws IllegalArgumentException for a blank one: nobody means that, and it would let in anybody
     */
    static Optional<Peer> named(@Nullable String host, int port) {
        if (host == null || host.isEmpty()) {
            return Optional.empty();
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException(
                    "the host is blank: give its name or address, or null where none is known");
        }
        return Optional.of(new Peer(host, port < 0 || port > HIGHEST_PORT ? 0 : port));
    }

    /** Whoever the application has named when it made this address. */
    static Optional<Peer> at(InetSocketAddress address) {
        return named(GivenName.of(address), address.getPort());
    }
}
