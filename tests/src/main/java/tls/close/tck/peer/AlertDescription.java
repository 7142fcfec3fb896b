// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The alerts in IANA's registry, those of old versions of TLS included. */
public enum AlertDescription {
    /** The sender will send no more: the one alert that is no error. */
    CLOSE_NOTIFY(0),
    /** A message at the wrong time. */
    UNEXPECTED_MESSAGE(10),
    /** A record that cannot be authenticated. */
    BAD_RECORD_MAC(20),
    /** Reserved: from TLS 1.0. */
    DECRYPTION_FAILED(21),
    /** A record that is too long. */
    RECORD_OVERFLOW(22),
    /** Compressed data that cannot be read, until TLS 1.2. */
    DECOMPRESSION_FAILURE(30),
    /** No parameters that both sides accept. */
    HANDSHAKE_FAILURE(40),
    /** Reserved: from SSL 3.0. */
    NO_CERTIFICATE(41),
    /** A corrupt certificate. */
    BAD_CERTIFICATE(42),
    /** A certificate of a kind that is not supported. */
    UNSUPPORTED_CERTIFICATE(43),
    /** A certificate that was revoked. */
    CERTIFICATE_REVOKED(44),
    /** A certificate out of its time. */
    CERTIFICATE_EXPIRED(45),
    /** A certificate that is not accepted for another reason. */
    CERTIFICATE_UNKNOWN(46),
    /** A field that is out of range or contradicts others. */
    ILLEGAL_PARAMETER(47),
    /** A certificate from an authority that is not trusted. */
    UNKNOWN_CA(48),
    /** A valid certificate that does not open this door. */
    ACCESS_DENIED(49),
    /** A message that cannot be parsed. */
    DECODE_ERROR(50),
    /** A handshake signature or Finished that does not verify. */
    DECRYPT_ERROR(51),
    /** From DTLS 1.3. */
    TOO_MANY_CIDS_REQUESTED(52),
    /** Reserved: from TLS 1.0. */
    EXPORT_RESTRICTION(60),
    /** A version that is known and not supported. */
    PROTOCOL_VERSION(70),
    /** Stronger parameters are wanted. */
    INSUFFICIENT_SECURITY(71),
    /** A fault of the sender itself. */
    INTERNAL_ERROR(80),
    /** A retry with a lower version than needed (RFC 7507). */
    INAPPROPRIATE_FALLBACK(86),
    /** The handshake is given up without an error. */
    USER_CANCELED(90),
    /** No new handshake on this connection, until TLS 1.2. */
    NO_RENEGOTIATION(100),
    /** An extension that is mandatory is not there. */
    MISSING_EXTENSION(109),
    /** An extension where it must not be. */
    UNSUPPORTED_EXTENSION(110),
    /** Reserved: from RFC 6066. */
    CERTIFICATE_UNOBTAINABLE(111),
    /** No server of this name here. */
    UNRECOGNIZED_NAME(112),
    /** An invalid OCSP response. */
    BAD_CERTIFICATE_STATUS_RESPONSE(113),
    /** Reserved: from RFC 6066. */
    BAD_CERTIFICATE_HASH_VALUE(114),
    /** No acceptable pre-shared key. */
    UNKNOWN_PSK_IDENTITY(115),
    /** The client must present a certificate and did not. */
    CERTIFICATE_REQUIRED(116),
    /** An error that fits no other description. */
    GENERAL_ERROR(117),
    /** No application protocol in common. */
    NO_APPLICATION_PROTOCOL(120),
    /** Encrypted ClientHello is wanted. */
    ECH_REQUIRED(121);

    private final int code;

    AlertDescription(int code) {
        this.code = code;
    }

    /**
     * The second byte of the alert.
     *
     * @return the number in the registry
     */
    public int code() {
        return code;
    }

    /**
     * The description with a number.
     *
     * @param code the second byte of an alert
     * @return the description, if the registry has one
     */
    public static Optional<AlertDescription> of(int code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
