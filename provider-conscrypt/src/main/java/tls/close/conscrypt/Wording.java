// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;

/**
 * Takes out of Conscrypt's messages what is not for readers of logs: addresses in memory, places in BoringSSL's source,
 * and line breaks. The code and the reason stay, such as {@code error:100000b8:SSL routines:OPENSSL_internal:…}.
 */
final class Wording {
    /** {@code ssl=0x7f…: }, in front. */
    private static final Pattern OBJECT = Pattern.compile("ssl=0x[0-9a-fA-F]+:\\s*");

    /** {@code (…/ssl_cipher.cc:779 0x7f…:0x00000000)}, behind each reason. */
    private static final Pattern PLACE = Pattern.compile("\\s*\\([^()]*0x[0-9a-fA-F]+[^()]*\\)");

    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{6,}");

    private static final Pattern BREAK = Pattern.compile("\\s*[\\r\\n]+\\s*");

    private Wording() {}

    static String of(String message) {
        String placeless = PLACE.matcher(OBJECT.matcher(message).replaceAll("")).replaceAll("");
        return BREAK.matcher(ADDRESS.matcher(placeless).replaceAll("?").strip()).replaceAll("; ");
    }

    /** The same failure with a message for readers, and without one of Conscrypt's as its cause. */
    static SSLException of(SSLException thrown) {
        String message = String.valueOf(thrown.getMessage());
        String readable = of(message);
        if (readable.equals(message)) {
            return thrown;
        }
        SSLException same = new SSLException(readable);
        if (thrown instanceof SSLHandshakeException) {
            same = new SSLHandshakeException(readable);
        } else if (thrown instanceof SSLProtocolException) {
            same = new SSLProtocolException(readable);
        }
        same.setStackTrace(thrown.getStackTrace());
        if (thrown.getCause() != null) {
            same.initCause(thrown.getCause() instanceof SSLException cause ? of(cause) : thrown.getCause());
        }
        return same;
    }
}
