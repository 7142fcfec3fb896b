// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXReason;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;

/** Which alert tells the peer why its certificate was refused (RFC 8446 section 6.2). */
final class CertificateAlert {

    private CertificateAlert() {}

    static TlsFatalAlert of(CertificateException refusal) {
        return new TlsFatalAlert(number(refusal), null, refusal);
    }

    private static short number(CertificateException refusal) {
        short number = AlertDescription.certificate_unknown;
        // The deepest cause that says something is the most exact.
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            short closer = number(cause);
            number = closer == AlertDescription.certificate_unknown ? number : closer;
        }
        return number;
    }

    private static short number(Throwable cause) {
        if (cause instanceof CertPathValidatorException invalid) {
            return number(invalid.getReason());
        }
        if (cause instanceof CertificateExpiredException) {
            return AlertDescription.certificate_expired;
        }
        if (cause instanceof CertificateNotYetValidException || cause instanceof CertificateParsingException) {
            return AlertDescription.bad_certificate;
        }
        if (cause instanceof CertificateRevokedException) {
            return AlertDescription.certificate_revoked;
        }
        return cause instanceof CertPathBuilderException
                ? AlertDescription.unknown_ca
                : AlertDescription.certificate_unknown;
    }

    private static short number(Reason reason) {
        if (reason == PKIXReason.NO_TRUST_ANCHOR) {
            return AlertDescription.unknown_ca;
        }
        return !(reason instanceof BasicReason basic)
                ? AlertDescription.certificate_unknown
                : switch (basic) {
                    case EXPIRED -> AlertDescription.certificate_expired;
                    case REVOKED -> AlertDescription.certificate_revoked;
                    case NOT_YET_VALID, INVALID_SIGNATURE -> AlertDescription.bad_certificate;
                    case ALGORITHM_CONSTRAINED -> AlertDescription.unsupported_certificate;
                    case UNSPECIFIED, UNDETERMINED_REVOCATION_STATUS -> AlertDescription.certificate_unknown;
                };
    }
}
