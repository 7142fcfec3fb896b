// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** By what a session is found again. Everything that a full handshake would have checked otherwise is in it. */
sealed interface SessionKey {

    /**
     * A client's session, with the server and the way in which its certificate was checked.
     *
     * @param identification the algorithm for host names: one who did not check must not open the door to one who does
     */
    record WithServer(String host, int port, @Nullable String identification, List<SNIServerName> names)
            implements SessionKey {}

    /** A server's session; RFC 6066 section 3 forbids to resume it under another server name. */
    record WithClient(ByteBuffer id, List<SNIServerName> names) implements SessionKey {}

    /** Empty for a client that does not know whom it talks to. */
    static Optional<SessionKey> withServerOf(SSLEngine client, SSLParameters parameters) {
        String host = client.getPeerHost();
        return host == null || client.getPeerPort() <= 0
                ? Optional.empty()
                : Optional.of(new WithServer(
                        host,
                        client.getPeerPort(),
                        parameters.getEndpointIdentificationAlgorithm(),
                        parameters.getServerNames() == null ? List.of() : parameters.getServerNames()));
    }

    static SessionKey withClient(byte[] id, List<SNIServerName> names) {
        return new WithClient(ByteBuffer.wrap(id.clone()), names);
    }
}
