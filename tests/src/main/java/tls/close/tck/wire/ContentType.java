// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

/** What a TLS record carries (RFC 8446, section 5.1). */
public enum ContentType {
    /** Change of keys in TLS 1.2, without meaning in TLS 1.3. */
    CHANGE_CIPHER_SPEC(20),
    /** Alerts; in TLS 1.3 only those that are not encrypted show this type on the wire. */
    ALERT(21),
    /** Handshake messages; in TLS 1.3 only the hellos show this type on the wire. */
    HANDSHAKE(22),
    /** Application data; in TLS 1.3 the outer type of everything encrypted. */
    APPLICATION_DATA(23),
    /** Anything else: no TLS. */
    UNKNOWN(0);

    private final int code;

    ContentType(int code) {
        this.code = code;
    }

    /**
     * The first byte of a record of this type.
     *
     * @return the number in the registry; 0 for {@link #UNKNOWN}
     */
    public int code() {
        return code;
    }

    /**
     * The type with a number.
     *
     * @param code the first byte of a record
     * @return the type, or {@link #UNKNOWN}
     */
    public static ContentType of(int code) {
        for (ContentType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
