// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import tls.close.tck.wire.ContentType;

/** A record of the near end, as the peer read it: decrypted, and with its inner type. */
public final class DecryptedRecord {
    private final ContentType type;
    private final byte[] content;

    DecryptedRecord(ContentType type, byte[] content) {
        this.type = type;
        this.content = content;
    }

    /**
     * What the record carried.
     *
     * @return the inner type
     */
    public ContentType type() {
        return type;
    }

    /**
     * The content, without padding.
     *
     * @return a copy
     */
    public byte[] content() {
        return content.clone();
    }

    @Override
    public String toString() {
        return type + "[" + content.length + "]";
    }
}
