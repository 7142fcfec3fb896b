// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** A message that is the content of one record; {@link Messages} can also split, join or unprotect it. */
public final class PeerContent extends PeerMessage {
    private static final int MAX_LENGTH = 1 << 14;

    private final int type;
    private final byte[] content;

    PeerContent(int type, byte... content) {
        this.type = type;
        this.content = content.clone();
    }

    int type() {
        return type;
    }

    byte[] content() {
        return content.clone();
    }

    /** One of the records that this content is split over. */
    PeerContent part(int start, int length) {
        return new PeerContent(type, Arrays.copyOfRange(content, start, Math.min(start + length, content.length)));
    }

    PeerContent followedBy(PeerContent next) {
        if (next.type != type) {
            throw new IllegalArgumentException("One record cannot carry " + type + " and " + next.type);
        }
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(content);
        both.writeBytes(next.content);
        return new PeerContent(type, both.toByteArray());
    }

    @Override
    byte[] encode(PeerProtocol protocol, Substitution substitution) throws IOException {
        if (content.length > 0 && content.length <= MAX_LENGTH) {
            protocol.writeRecord(type, content);
        } else {
            // BouncyCastle refuses to write such a record, but not to encrypt it.
            substitution.set(content);
            protocol.writeRecord(type, new byte[1]);
            if (substitution.take().isPresent()) {
                throw new IllegalStateException("A record of this length can be said when there are keys, not before");
            }
        }
        return protocol.drain();
    }
}
