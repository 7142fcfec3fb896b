// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The alerts of the IANA registry that end a connection, by their names there, and what a peer usually means by them. */
enum KnownAlert {
    CLOSE_NOTIFY(0, "its goodbye at level fatal, which is no goodbye"),
    UNEXPECTED_MESSAGE(10, "a message out of its turn: a bug of one end, or something that is no TLS in between"),
    BAD_RECORD_MAC(20, "a record that was damaged on its way, or not made with the keys of this connection"),
    RECORD_OVERFLOW(22, "a record that is too long for it"),
    HANDSHAKE_FAILURE(40, "no cipher suite, group or signature scheme in common, or it misses our certificate"),
    BAD_CERTIFICATE(
            42, "our certificate makes no sense to it, or it lets nobody in without one and we have shown none"),
    UNSUPPORTED_CERTIFICATE(43, "our certificate is of a kind that it does not take"),
    CERTIFICATE_REVOKED(44, "our certificate has been revoked"),
    CERTIFICATE_EXPIRED(45, "our certificate has expired, or its clock is wrong"),
    CERTIFICATE_UNKNOWN(46, "it refuses our certificate and does not say why; some say so of a wrong name or issuer"),
    ILLEGAL_PARAMETER(47, "something in the handshake contradicts the rest: a bug of one end"),
    UNKNOWN_CA(48, "it trusts no authority that has issued our certificate, or our chain lacks one in between"),
    ACCESS_DENIED(49, "it knows who we are and does not let us in"),
    DECODE_ERROR(50, "a message that it cannot read: a bug of one end"),
    DECRYPT_ERROR(
            51, "a signature or a finished message that does not fit, such as by another key than the certificate's"),
    PROTOCOL_VERSION(70, "it speaks none of the TLS versions that we do"),
    INSUFFICIENT_SECURITY(71, "it wants stronger cipher suites than ours"),
    INTERNAL_ERROR(80, "it has failed for a reason of its own: its log says why"),
    INAPPROPRIATE_FALLBACK(86, "it speaks a better TLS version than we have asked for a second time"),
    USER_CANCELED(90, "somebody has called the handshake off"),
    NO_RENEGOTIATION(100, "it wants no other handshake on this connection"),
    MISSING_EXTENSION(109, "the handshake lacks an extension that it needs"),
    UNSUPPORTED_EXTENSION(110, "an extension that it has not asked for: a bug of one end"),
    UNRECOGNIZED_NAME(112, "it has no server of the name that we sent as SNI"),
    BAD_CERTIFICATE_STATUS_RESPONSE(113, "the OCSP response that goes with our certificate is missing or bad"),
    UNKNOWN_PSK_IDENTITY(115, "it does not know our pre-shared key"),
    CERTIFICATE_REQUIRED(116, "it lets nobody in without a client certificate, and we have shown none"),
    NO_APPLICATION_PROTOCOL(120, "it speaks none of the application protocols that we offer with ALPN");

    private final int number;
    private final String meaning;

    KnownAlert(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** Such as {@code fatal alert 48 (unknown_ca): it trusts no authority …}. */
    static String inWords(int number) {
        return "fatal alert " + number
                + of(number).map(KnownAlert::nameAndMeaning).orElse(": what that means, its log says");
    }

    /** Such as {@code unknown_ca}. */
    static Optional<String> nameOf(int number) {
        return of(number).map(KnownAlert::wireName);
    }

    private static Optional<KnownAlert> of(int number) {
        return Arrays.stream(values()).filter(known -> known.number == number).findFirst();
    }

    private String nameAndMeaning() {
        return " (" + wireName() + "): " + meaning;
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
