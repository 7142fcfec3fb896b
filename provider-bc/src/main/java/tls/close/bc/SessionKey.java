// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIServerName;
import tls.close.internal.provider.SessionTerms;

/** By what a session is found again. Everything that a full handshake would have checked otherwise is in it. */
sealed interface SessionKey {

    /** A client's session, with the server and the way in which its certificate was checked. */
    record WithServer(SessionTerms terms) implements SessionKey {}

    /** A server's session; RFC 6066 section 3 forbids to resume it under another server name. */
    record WithClient(ByteBuffer id, List<SNIServerName> names, SessionTerms terms) implements SessionKey {}

    /** Empty for a client that does not know whom it talks to. */
    static Optional<SessionKey> withServer(SessionTerms terms) {
        return terms.host() == null || terms.port() <= 0 ? Optional.empty() : Optional.of(new WithServer(terms));
    }

    static SessionKey withClient(byte[] id, List<SNIServerName> names, SessionTerms terms) {
        return new WithClient(ByteBuffer.wrap(id.clone()), names, terms);
    }
}
