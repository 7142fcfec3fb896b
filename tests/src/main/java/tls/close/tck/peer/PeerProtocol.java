// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.IOException;
import org.bouncycastle.tls.TlsProtocol;

/**
 * What the two BouncyCastle protocols, the client's and the server's, have in common here: they note each record,
 * alert and key update, they never answer an alert, and they write records of any type.
 */
interface PeerProtocol {
    /** Begins the handshake: a client writes its ClientHello. */
    void start() throws IOException;

    /** Writes one record under the current keys; BouncyCastle refuses an empty one, unless it is application data. */
    void writeRecord(int contentType, byte[] content) throws IOException;

    /** Writes a KeyUpdate and changes the key for writing (TLS 1.3). */
    void writeKeyUpdate(KeyUpdate kind) throws IOException;

    /** Itself, for what BouncyCastle has public. */
    TlsProtocol bouncyCastle();

    /** Takes what was written. */
    default byte[] drain() {
        byte[] output = new byte[bouncyCastle().getAvailableOutputBytes()];
        bouncyCastle().readOutput(output, 0, output.length);
        return output;
    }

    /** Whether a KeyUpdate asks for one in return. */
    enum KeyUpdate {
        NOT_REQUESTED,
        REQUESTED
    }
}
