// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why BoringSSL failed, in the only place where Conscrypt says it: the code in the message of its exception,
 * such as {@code error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE}. Library 16 is that of TLS;
 * the reason follows.
 *
 * @see <a href="https://github.com/google/boringssl/blob/main/include/openssl/ssl.h">SSL_R_… and SSL_AD_REASON_OFFSET</a>
 */
final class BoringSslError {
    private static final Pattern ERROR = Pattern.compile("error:10([0-9a-f]{6}):");

    private static final int NO_CERTIFICATE_SET = 174;
    private static final int NO_SHARED_CIPHER = 184;
    private static final int SSL_HANDSHAKE_FAILURE = 215;

    /** The reason for "the peer sent fatal alert 0"; the others follow. */
    private static final int FIRST_ALERT = 1000;

    private static final int ALERTS = 256;

    private BoringSslError() {}

    /** The number of a fatal alert that the peer sent. */
    static OptionalInt alert(@Nullable Throwable thrown) {
        int alert = reason(thrown) - FIRST_ALERT;
        return alert >= 0 && alert < ALERTS ? OptionalInt.of(alert) : OptionalInt.empty();
    }

    /** A server without a key finds that out by its cipher suites, or in TLS 1.3 when all else has been chosen. */
    static boolean isNothingToChoose(Throwable thrown) {
        int reason = reason(thrown);
        return reason == NO_SHARED_CIPHER || reason == NO_CERTIFICATE_SET;
    }

    /** What BoringSSL makes of the end of its input, which for an engine is a close_notify, in mid-handshake. */
    static boolean isCloseNotifyInHandshake(Throwable thrown) {
        return reason(thrown) == SSL_HANDSHAKE_FAILURE;
    }

    /** 0 if it was not BoringSSL that failed. */
    private static int reason(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Matcher error = ERROR.matcher(String.valueOf(cause.getMessage()));
            if (error.find()) {
                return Integer.parseInt(error.group(1), 16);
            }
        }
        return 0;
    }
}
