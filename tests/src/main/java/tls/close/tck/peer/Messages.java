// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tls.close.tck.peer.PeerProtocol.KeyUpdate;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.TlsRecord;

/** All that a {@link ScriptedPeer} can say, well-behaved or not. Made to be imported statically. */
public final class Messages {
    private static final int HELLO_REQUEST = 0;
    private static final int NEW_SESSION_TICKET = 4;
    private static final int CERTIFICATE_REQUEST = 13;

    private Messages() {}

    /**
     * Application data, in as many records as it needs.
     *
     * @param bytes at least one
     * @return the message
     */
    public static PeerMessage data(byte... bytes) {
        return message((protocol, substitution) -> {
            protocol.bouncyCastle().writeApplicationData(bytes, 0, bytes.length);
            return protocol.drain();
        });
    }

    /**
     * Application data, in as many records as it needs.
     *
     * @param text at least one character
     * @return the message, in UTF-8
     */
    public static PeerMessage data(String text) {
        return data(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An empty record of application data.
     *
     * @return the message
     */
    public static PeerContent emptyData() {
        return record(ContentType.APPLICATION_DATA);
    }

    /**
     * The orderly end of the peer's output, at level warning.
     *
     * @return the message
     */
    public static PeerContent closeNotify() {
        return alert(Alert.CLOSE_NOTIFY);
    }

    /**
     * The alert that some send before close_notify.
     *
     * @return the message, at level warning
     */
    public static PeerContent userCanceled() {
        return alert(Alert.USER_CANCELED);
    }

    /**
     * Any alert.
     *
     * @param alert level and description, 0 to 255 each
     * @return the message
     */
    public static PeerContent alert(Alert alert) {
        return record(ContentType.ALERT, alert.bytes());
    }

    /**
     * An alert at level warning.
     *
     * @param description what happened
     * @return the message
     */
    public static PeerContent warning(AlertDescription description) {
        return alert(Alert.warning(description));
    }

    /**
     * An alert at level fatal.
     *
     * @param description what happened
     * @return the message
     */
    public static PeerContent fatal(AlertDescription description) {
        return alert(Alert.fatal(description));
    }

    /**
     * A session ticket of TLS 1.3 that nobody will be able to use.
     *
     * @return the message
     */
    public static PeerContent newSessionTicket() {
        return newSessionTicket(32);
    }

    /**
     * A ticket for a later connection (TLS 1.3).
     *
     * @param length its own, in bytes
     * @return the message
     */
    public static PeerContent newSessionTicket(int length) {
        byte[] ticket = new byte[length];
        Arrays.fill(ticket, (byte) 'T');
        return handshake(
                NEW_SESSION_TICKET,
                ByteBuffer.allocate(4 + 4 + 2 + 2 + ticket.length + 2)
                        .putInt(7200) // seconds that it is valid
                        .putInt(0x12345678) // what blurs its age
                        .put(new byte[] {1, 0}) // a nonce of one byte
                        .putShort((short) ticket.length)
                        .put(ticket)
                        .putShort((short) 0) // no extensions
                        .array());
    }

    /**
     * A change of the peer's key for writing (TLS 1.3); what it says next is under the new key.
     *
     * @return the message
     */
    public static PeerMessage keyUpdate() {
        return keyUpdate(KeyUpdate.NOT_REQUESTED);
    }

    /**
     * A change of the peer's key for writing that asks the near end to change its own (TLS 1.3).
     *
     * @return the message
     */
    public static PeerMessage keyUpdateRequest() {
        return keyUpdate(KeyUpdate.REQUESTED);
    }

    /**
     * A server's wish for a new handshake (TLS 1.2).
     *
     * @return the message
     */
    public static PeerContent helloRequest() {
        return handshake(HELLO_REQUEST);
    }

    /**
     * A server's wish for a certificate after the handshake (TLS 1.3), which a client may only get if it offered
     * {@code post_handshake_auth}.
     *
     * @return the message
     */
    public static PeerContent certificateRequest() {
        byte[] signatureAlgorithms = {0, 13, 0, 4, 0, 2, 4, 3}; // the extension, with ecdsa_secp256r1_sha256
        return handshake(
                CERTIFICATE_REQUEST,
                ByteBuffer.allocate(2 + 2 + signatureAlgorithms.length)
                        .put(new byte[] {1, 42}) // a context of one byte
                        .putShort((short) signatureAlgorithms.length)
                        .put(signatureAlgorithms)
                        .array());
    }

    /**
     * A protected record.
     *
     * @param type what it carries
     * @param content what it carries, any length from 0 on
     * @return the message
     */
    public static PeerContent record(ContentType type, byte... content) {
        return new PeerContent(type.code(), content);
    }

    /**
     * A content in several records.
     *
     * @param message what to say
     * @param length how much of it goes into each record
     * @return the message
     */
    public static PeerMessage split(PeerContent message, int length) {
        return message((protocol, substitution) -> {
            ByteArrayOutputStream records = new ByteArrayOutputStream();
            for (int start = 0; start < message.content().length; start += length) {
                records.writeBytes(message.part(start, length).encode(protocol, substitution));
            }
            return records.toByteArray();
        });
    }

    /**
     * Several contents of one type in one record.
     *
     * @param first what to say
     * @param more what to say in the same record
     * @return the message
     */
    public static PeerContent inOneRecord(PeerContent first, PeerContent... more) {
        return Arrays.stream(more).reduce(first, PeerContent::followedBy);
    }

    /**
     * A content that is not encrypted, as someone without the keys would inject it.
     *
     * @param message what to say
     * @return the message
     */
    public static PeerMessage unprotected(PeerContent message) {
        return raw(
                TlsRecord.of(ContentType.of(message.type()), message.content()).bytes());
    }

    /**
     * A message that was damaged on its way: one bit in its last byte is flipped.
     *
     * @param message what to say
     * @return the message
     */
    public static PeerMessage damaged(PeerMessage message) {
        return message((protocol, substitution) -> {
            byte[] bytes = message.encode(protocol, substitution);
            bytes[bytes.length - 1] ^= 1;
            return bytes;
        });
    }

    /**
     * The beginning of a message; its end will never come.
     *
     * @param message what to say
     * @param length the number of bytes
     * @return the message
     */
    public static PeerMessage firstBytes(PeerMessage message, int length) {
        return message((protocol, substitution) -> Arrays.copyOf(message.encode(protocol, substitution), length));
    }

    /**
     * Bytes as they are.
     *
     * @param bytes what to put on the wire
     * @return the message
     */
    public static PeerMessage raw(byte... bytes) {
        return message((protocol, substitution) -> bytes.clone());
    }

    /**
     * Text as it is, for what is said before or after TLS.
     *
     * @param text what to put on the wire
     * @return the message, in UTF-8
     */
    public static PeerMessage plaintext(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Something that is not TLS.
     *
     * @return the message, longer than a record's header
     */
    public static PeerMessage garbage() {
        return plaintext("HTTP/1.0 400 Bad Request\r\n\r\n");
    }

    /**
     * The header of a record; what it promises does not follow.
     *
     * @param type what the record would carry
     * @param length how long the body would be, 0 to 65535
     * @return the message
     */
    public static PeerMessage header(ContentType type, int length) {
        byte[] header = TlsRecord.of(type).bytes();
        header[3] = (byte) (length >> 8);
        header[4] = (byte) length;
        return raw(header);
    }

    /**
     * A whole record that is one byte longer than any version of TLS allows.
     *
     * @return the message
     */
    public static PeerMessage oversizeRecord() {
        return raw(TlsRecord.of(ContentType.APPLICATION_DATA, new byte[(1 << 14) + 2048 + 1])
                .bytes());
    }

    private static PeerMessage keyUpdate(KeyUpdate kind) {
        return message((protocol, substitution) -> {
            protocol.writeKeyUpdate(kind);
            return protocol.drain();
        });
    }

    private static PeerContent handshake(int type, byte... body) {
        return record(
                ContentType.HANDSHAKE,
                ByteBuffer.allocate(4 + body.length)
                        .putInt(type << 24 | body.length)
                        .put(body)
                        .array());
    }

    private static PeerMessage message(Encoder encoder) {
        return new PeerMessage() {
            @Override
            byte[] encode(PeerProtocol protocol, Substitution substitution) throws IOException {
                return encoder.encode(protocol, substitution);
            }
        };
    }

    @FunctionalInterface
    private interface Encoder {
        byte[] encode(PeerProtocol protocol, Substitution substitution) throws IOException;
    }
}
