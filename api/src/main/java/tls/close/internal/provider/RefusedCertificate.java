// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * What every backend says of a certificate that a trust manager has refused: the trust manager's own sentence, which
 * people know and search for, and behind it what to do.
 */
public final class RefusedCertificate {
    private static final String EXPIRED = "the peer's certificate has expired, or this machine's clock is wrong";
    private static final String EARLY = "the peer's certificate is not valid yet, or this machine's clock is wrong";
    private static final String ISSUER = "no authority that this context trusts has issued the peer's certificate: give"
            + " newContext a trust manager that knows its CA, or have the peer send its whole chain";
    private static final String NAME =
            "the server's certificate is for other names than TlsEndpoint.client was given: use one of those";

    private RefusedCertificate() {}

    /**
     * Says it, if that is why a handshake has failed.
     *
     * @param failure the backend's
     * @return the same failure in these words, or the one that was given
     */
    public static SSLException explained(SSLException failure) {
        return causes(failure)
                .filter(CertificateException.class::isInstance)
                .findFirst()
                .map(Throwable::getMessage)
                .map(sentence -> same(
                        failure,
                        sentence + remedy(failure).map(what -> "; " + what).orElse("")))
                .orElse(failure);
    }

    private static SSLException same(SSLException failure, String message) {
        SSLException explained = new SSLHandshakeException(message);
        explained.setStackTrace(failure.getStackTrace());
        explained.initCause(failure.getCause());
        return explained;
    }

    /** The deepest cause that says something is the most exact. */
    private static Optional<String> remedy(SSLException failure) {
        return causes(failure).flatMap(cause -> remedy(cause).stream()).reduce((outer, inner) -> inner);
    }

    private static Optional<String> remedy(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return Optional.of(EXPIRED);
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of(EARLY);
        }
        if (cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException invalid
                        && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR)) {
            return Optional.of(ISSUER);
        }
        return cause instanceof CertificateException && isOfName(cause.getMessage())
                ? Optional.of(NAME)
                : Optional.empty();
    }

    /** The JDK's {@code sun.security.util.HostnameChecker} has no exception of its own for it. */
    private static boolean isOfName(@Nullable String message) {
        return message != null
                && (message.startsWith("No subject alternative") || message.startsWith("No name matching"));
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }
}
