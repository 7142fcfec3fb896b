// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedTrustManager;
import tls.close.examples.probe.Refusal.Reason;

/**
 * Finds out why a chain was refused.
 *
 * @param judge who refused it
 * @param chain the server's, its own certificate first
 * @param authType as the judge was given it
 */
record Diagnosis(X509ExtendedTrustManager judge, List<X509Certificate> chain, String authType) {
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    Refusal of(CertificateException thrown) {
        return validity()
                .or(this::otherName)
                .or(() -> unknownIssuer(thrown))
                .orElseGet(() -> new Refusal(Reason.OTHER, "is not accepted (" + OneLine.of(thrown) + ")"));
    }

    private Optional<Refusal> validity() {
        Instant now = Instant.now();
        return chain.stream()
                .flatMap(certificate -> {
                    String which = certificate.equals(chain.get(0))
                            ? ""
                            : "has an issuer, "
                                    + OneLine.said(certificate
                                            .getSubjectX500Principal()
                                            .getName()) + ", that ";
                    if (now.isAfter(certificate.getNotAfter().toInstant())) {
                        return Stream.of(
                                new Refusal(Reason.EXPIRED, which + "expired on " + date(certificate.getNotAfter())));
                    }
                    return now.isBefore(certificate.getNotBefore().toInstant())
                            ? Stream.of(new Refusal(
                                    Reason.NOT_YET_VALID,
                                    which + "is not valid before " + date(certificate.getNotBefore())))
                            : Stream.empty();
                })
                .findFirst();
    }

    /** If the judge accepts it where nobody asks for the name. */
    private Optional<Refusal> otherName() {
        try {
            judge.checkServerTrusted(chain.toArray(X509Certificate[]::new), authType);
            return Optional.of(new Refusal(Reason.OTHER_NAME, "is for " + names(chain.get(0))));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private Optional<Refusal> unknownIssuer(CertificateException thrown) {
        X509Certificate last = chain.get(chain.size() - 1);
        String issuer = OneLine.said(last.getIssuerX500Principal().getName());
        if (hasCause(thrown, CertPathBuilderException.class::isInstance)) {
            boolean selfSigned =
                    chain.size() == 1 && last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
            return Optional.of(new Refusal(
                    Reason.UNKNOWN_ISSUER,
                    selfSigned
                            ? "is self-signed, by " + issuer + ", and not trusted"
                            : "has an unknown issuer, " + issuer));
        }
        // Of the right name, by another key.
        return hasCause(thrown, Diagnosis::isBadSignature)
                ? Optional.of(
                        new Refusal(Reason.UNKNOWN_ISSUER, "is not signed by the " + issuer + " that is trusted here"))
                : Optional.empty();
    }

    private static boolean isBadSignature(Throwable cause) {
        return cause instanceof CertPathValidatorException invalid
                && invalid.getReason() == BasicReason.INVALID_SIGNATURE;
    }

    private static boolean hasCause(Throwable thrown, Predicate<Throwable> wanted) {
        return Stream.<Throwable>iterate(thrown, Objects::nonNull, Throwable::getCause)
                .anyMatch(wanted);
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            String found = (names == null ? List.<List<?>>of() : names)
                    .stream()
                            .filter(name ->
                                    Objects.equals(name.get(0), DNS_NAME) || Objects.equals(name.get(0), ADDRESS))
                            .map(name -> String.valueOf(name.get(1)))
                            .collect(Collectors.joining(", "));
            return found.isEmpty() ? "no host at all, by its names" : OneLine.said(found);
        } catch (CertificateParsingException e) {
            return "names that cannot be read";
        }
    }

    private static LocalDate date(Date moment) {
        return LocalDate.ofInstant(moment.toInstant(), ZoneOffset.UTC);
    }
}
