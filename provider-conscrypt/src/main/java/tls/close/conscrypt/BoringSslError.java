// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the number of a received fatal alert in the only place where Conscrypt puts it: the code of BoringSSL's error in
 * the message of its exception, such as {@code error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE}.
 *
 * @see <a href="https://github.com/google/boringssl/blob/main/include/openssl/ssl.h">SSL_AD_REASON_OFFSET</a>
 */
final class ReceivedAlert {
    /** Library 16 is that of TLS; what follows is the reason. */
    private static final Pattern ERROR = Pattern.compile("error:10([0-9a-f]{6}):");

    /** BoringSSL's reason for "the peer sent fatal alert 0"; the others follow. */
    private static final int FIRST_REASON = 1000;

    private static final int ALERTS = 256;

    private ReceivedAlert() {}

    static OptionalInt in(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            OptionalInt number = in(String.valueOf(cause.getMessage()));
            if (number.isPresent()) {
                return number;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt in(String message) {
        Matcher error = ERROR.matcher(message);
        while (error.find()) {
            int alert = Integer.parseInt(error.group(1), 16) - FIRST_REASON;
            if (alert >= 0 && alert < ALERTS) {
                return OptionalInt.of(alert);
            }
        }
        return OptionalInt.empty();
    }
}
