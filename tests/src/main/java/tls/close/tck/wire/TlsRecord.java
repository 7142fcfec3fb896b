// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One record as it stands on the wire. */
public final class TlsRecord {
    /** The length of a record's header: type, version, length of the body. */
    public static final int HEADER_LENGTH = 5;

    private final byte[] bytes;

    private TlsRecord(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A record made by hand, whatever it may be worth.
     *
     * @param type what its header says that it carries
     * @param body what follows the header, as it is: nothing is encrypted
     * @return a record with the version number that all records of TLS 1.2 and 1.3 carry
     */
    public static TlsRecord of(ContentType type, byte... body) {
        return new TlsRecord(ByteBuffer.allocate(HEADER_LENGTH + body.length)
                .put((byte) type.code())
                .putShort((short) 0x0303)
                .putShort((short) body.length)
                .put(body)
                .array());
    }

    /** The record that starts here, which must be there to its end. */
    static TlsRecord from(byte[] stream, int start) {
        return new TlsRecord(Arrays.copyOfRange(stream, start, start + lengthAt(stream, start)));
    }

    /** The length of the record that starts here, with its header, which must be there. */
    static int lengthAt(byte[] stream, int start) {
        return HEADER_LENGTH + Short.toUnsignedInt(ByteBuffer.wrap(stream).getShort(start + 3));
    }

    /**
     * What the header says that the record carries.
     *
     * @return the outer type; in TLS 1.3 everything encrypted is application data
     */
    public ContentType type() {
        return ContentType.of(Byte.toUnsignedInt(bytes[0]));
    }

    /**
     * The version number of the header.
     *
     * @return 0x0303 nearly always; 0x0301 in a first ClientHello
     */
    public int version() {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(1));
    }

    /**
     * The body.
     *
     * @return what follows the header
     */
    public byte[] body() {
        return Arrays.copyOfRange(bytes, HEADER_LENGTH, bytes.length);
    }

    /**
     * The whole record.
     *
     * @return header and body
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The length of the whole record.
     *
     * @return the number of bytes of header and body
     */
    public int length() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return type() + "[" + length() + "]";
    }
}
