// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import tls.close.internal.provider.MissingKey;

/** Says what bctls threw in the words of {@code javax.net.ssl}. */
final class Failures {

    private Failures() {}

    /** The exception that an {@code SSLEngine} is expected to throw, with what bctls threw as a cause. */
    static SSLException translate(IOException thrown, boolean handshaking) {
        if (thrown instanceof MissingKeyAlert) {
            return MissingKey.because(thrown);
        }
        String message = thrown instanceof TlsFatalAlertReceived received
                ? "the peer sent fatal alert " + AlertDescription.getText(received.getAlertDescription())
                : reason(thrown);
        SSLException translated = handshaking ? new SSLHandshakeException(message) : new SSLException(message);
        translated.initCause(thrown);
        return translated;
    }

    /** What a trust manager says is worth more than the alert that it led to. */
    private static String reason(IOException thrown) {
        Throwable cause = thrown.getCause();
        return cause instanceof CertificateException
                ? thrown.getMessage() + ": " + cause.getMessage()
                : String.valueOf(thrown.getMessage());
    }

    static OptionalInt fatalAlert(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TlsFatalAlertReceived received) {
                return OptionalInt.of(received.getAlertDescription() & 0xff);
            }
        }
        return OptionalInt.empty();
    }
}
