// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import tls.close.examples.Refusal.Reason;

/** Leaves the decision to another trust manager, and can tell why that refused a server: each backend would say it differently. */
final class RefusalWitness extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    private final X509ExtendedTrustManager judge;
    private volatile Optional<Refusal> refusal = Optional.empty();

    RefusalWitness(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** Why the server was refused; empty if it was not. */
    Optional<Refusal> refusal() {
        return refusal;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        witness(chain, authType, () -> judge.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        witness(chain, authType, () -> judge.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        witness(chain, authType, () -> judge.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void witness(X509Certificate[] chain, String authType, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            refusal = Optional.of(reason(chain, authType, e));
            throw e;
        }
    }

    private Refusal reason(X509Certificate[] chain, String authType, CertificateException thrown) {
        Instant now = Instant.now();
        for (X509Certificate certificate : chain) {
            String which = certificate.equals(chain[0]) ? "" : "has an issuer, " + nameOf(certificate) + ", that ";
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                return new Refusal(
                        Reason.EXPIRED,
                        which + "expired on " + date(certificate.getNotAfter().toInstant()));
            }
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return new Refusal(
                        Reason.NOT_YET_VALID,
                        which + "is not valid before "
                                + date(certificate.getNotBefore().toInstant()));
            }
        }
        if (isTrustedForSomeName(chain, authType)) {
            return new Refusal(Reason.OTHER_NAME, "is for " + names(chain[0]));
        }
        if (hasCause(thrown, CertPathBuilderException.class)) {
            X509Certificate last = chain[chain.length - 1];
            return new Refusal(
                    Reason.UNKNOWN_ISSUER,
                    last.getSubjectX500Principal().equals(last.getIssuerX500Principal()) && chain.length == 1
                            ? "is self-signed, by " + nameOf(last) + ", and not trusted"
                            : "has an unknown issuer, "
                                    + OneLine.said(last.getIssuerX500Principal().getName()));
        }
        return new Refusal(Reason.OTHER, "is not accepted (" + OneLine.of(thrown) + ")");
    }

    /** The judge's own answer where nobody asks for the name. */
    private boolean isTrustedForSomeName(X509Certificate[] chain, String authType) {
        try {
            judge.checkServerTrusted(chain, authType);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
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

    private static String nameOf(X509Certificate certificate) {
        return OneLine.said(certificate.getSubjectX500Principal().getName());
    }

    private static LocalDate date(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
