// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import tls.close.internal.provider.MissingKey;
import tls.close.internal.provider.RefusedCertificate;

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
                : String.valueOf(thrown.getMessage());
        SSLException translated = handshaking ? new SSLHandshakeException(message) : new SSLException(message);
        translated.initCause(thrown);
        return RefusedCertificate.explained(translated);
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
