// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the number of a received fatal alert in the only place where the JDK puts it: the message of its exception
 * ({@code sun.security.ssl.Alert.AlertConsumer}; the same in JDK 17 and 25, and pinned by the TCK).
 */
final class ReceivedAlert {
    private static final Pattern KNOWN = Pattern.compile("Received fatal alert: (\\w+)");

    /** The JDK prints the number as a signed byte. */
    private static final Pattern UNKNOWN = Pattern.compile("Unknown alert description \\((-?\\d+)\\)");

    /** The JDK has this one message for user_canceled at level fatal. */
    private static final String USER_CANCELED = "Received fatal close_notify alert";

    /** JDK 17 says no more; JDK 25 puts the name of its own alert before it. */
    private static final Pattern CLOSE_NOTIFY = Pattern.compile("(\\(\\w+\\) )?Received close_notify during handshake");

    /** The names are the JDK's, {@code sun.security.ssl.Alert}; the numbers those of the IANA registry of TLS alerts. */
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("close_notify", 0),
            Map.entry("unexpected_message", 10),
            Map.entry("bad_record_mac", 20),
            Map.entry("decryption_failed", 21),
            Map.entry("record_overflow", 22),
            Map.entry("decompression_failure", 30),
            Map.entry("handshake_failure", 40),
            Map.entry("no_certificate", 41),
            Map.entry("bad_certificate", 42),
            Map.entry("unsupported_certificate", 43),
            Map.entry("certificate_revoked", 44),
            Map.entry("certificate_expired", 45),
            Map.entry("certificate_unknown", 46),
            Map.entry("illegal_parameter", 47),
            Map.entry("unknown_ca", 48),
            Map.entry("access_denied", 49),
            Map.entry("decode_error", 50),
            Map.entry("decrypt_error", 51),
            Map.entry("export_restriction", 60),
            Map.entry("protocol_version", 70),
            Map.entry("insufficient_security", 71),
            Map.entry("internal_error", 80),
            Map.entry("inappropriate_fallback", 86),
            Map.entry("user_canceled", 90),
            Map.entry("no_renegotiation", 100),
            Map.entry("missing_extension", 109),
            Map.entry("unsupported_extension", 110),
            Map.entry("certificate_unobtainable", 111),
            Map.entry("unrecognized_name", 112),
            Map.entry("bad_certificate_status_response", 113),
            Map.entry("bad_certificate_hash_value", 114),
            Map.entry("unknown_psk_identity", 115),
            Map.entry("certificate_required", 116),
            Map.entry("no_application_protocol", 120));

    private ReceivedAlert() {}

    static boolean isCloseNotify(SSLException thrown) {
        String message = thrown.getMessage();
        return message != null && CLOSE_NOTIFY.matcher(message).matches();
    }

    static OptionalInt in(SSLException thrown) {
        // It may have been caught and wrapped on its way here.
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            OptionalInt number = in(cause.getMessage());
            if (number.isPresent()) {
                return number;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt in(@Nullable String message) {
        if (message == null) {
            return OptionalInt.empty();
        }
        Matcher known = KNOWN.matcher(message);
        if (known.find() && NUMBERS.containsKey(known.group(1))) {
            return OptionalInt.of(NUMBERS.get(known.group(1)));
        }
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.find()) {
            return OptionalInt.of(Byte.toUnsignedInt(Byte.parseByte(unknown.group(1))));
        }
        return message.contains(USER_CANCELED) ? OptionalInt.of(90) : OptionalInt.empty();
    }
}
