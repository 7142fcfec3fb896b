// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.IOException;

/** Something that a {@link ScriptedPeer} can say; {@link Messages} makes them. */
public abstract class PeerMessage {
    PeerMessage() {}

    /** The bytes on the wire, under the peer's current keys. */
    abstract byte[] encode(PeerProtocol protocol, Substitution substitution) throws IOException;
}
