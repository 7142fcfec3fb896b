// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the signatures and keys that the JDK disables, behind a plain {@code X509TrustManager}, as its own engine does
 * (rule 12.6).
 *
 * @see <a href="https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/ssl/SSLContextImpl.java">
 *     AbstractTrustManagerWrapper.checkAlgorithmConstraints</a>
 */
final class AlgorithmCheck {
    private static final Set<CryptoPrimitive> SIGNATURE = EnumSet.of(CryptoPrimitive.SIGNATURE);

    private final List<AlgorithmConstraints> constraints;
    private final List<String> signatures;

    private AlgorithmCheck(List<AlgorithmConstraints> constraints, List<String> signatures) {
        this.constraints = constraints;
        this.signatures = signatures;
    }

    /**
     * Checks what a peer has shown, but not what the manager trusts of itself.
     *
     * @throws CertificateException if something in it is disabled
     */
    static void of(X509Certificate[] shown, X509TrustManager manager, SSLEngine engine) throws CertificateException {
        SSLSession session = engine.getHandshakeSession();
        if (session == null) {
            throw new CertificateException("there is no handshake whose certificates these could be");
        }
        new AlgorithmCheck(
                        PermittedAlgorithms.constraints(engine.getSSLParameters()),
                        List.of(CertificateSignatures.acceptedIn(session.getProtocol())))
                .check(asTheJdks(shown), manager);
    }

    private void check(List<X509Certificate> chain, X509TrustManager manager) throws CertificateException {
        X509Certificate last = chain.get(chain.size() - 1);
        boolean trusted = Stream.ofNullable(manager.getAcceptedIssuers())
                .flatMap(Arrays::stream)
                .anyMatch(last::equals);
        Key issuers = null;
        for (int i = chain.size() - (trusted ? 2 : 1); i >= 0; i--) {
            X509Certificate certificate = chain.get(i);
            checkSignature(certificate, issuers);
            checkKey(certificate);
            issuers = certificate.getPublicKey();
        }
    }

    /** @param issuers not known for the one that was shown last */
    private void checkSignature(X509Certificate certificate, @Nullable Key issuers) throws CertificateException {
        String algorithm = certificate.getSigAlgName();
        AlgorithmParameters parameters = parameters(certificate);
        boolean permitted = signatures.stream().anyMatch(algorithm::equalsIgnoreCase)
                && constraints.stream()
                        .allMatch(each -> issuers == null
                                ? each.permits(SIGNATURE, algorithm, parameters)
                                : each.permits(SIGNATURE, algorithm, issuers, parameters));
        if (!permitted) {
            throw refusal(certificate, "is signed by " + algorithm + ", which is");
        }
    }

    private void checkKey(X509Certificate certificate) throws CertificateException {
        Key key = certificate.getPublicKey();
        Set<CryptoPrimitive> uses = uses(certificate.getKeyUsage());
        if (uses.isEmpty() || !constraints.stream().allMatch(each -> each.permits(uses, key))) {
            throw refusal(certificate, "has a key for " + key.getAlgorithm() + " that is");
        }
    }

    /** What a key may be used for (RFC 5280 section 4.2.1.3); without the extension, for anything. */
    private static Set<CryptoPrimitive> uses(boolean @Nullable [] usage) {
        EnumSet<CryptoPrimitive> uses = EnumSet.noneOf(CryptoPrimitive.class);
        if (usage == null || usage[0] || usage[1] || usage[5] || usage[6]) {
            uses.add(CryptoPrimitive.SIGNATURE);
        }
        if (usage == null || usage[2]) {
            uses.add(CryptoPrimitive.KEY_ENCAPSULATION);
        }
        if (usage == null || usage[3]) {
            uses.add(CryptoPrimitive.PUBLIC_KEY_ENCRYPTION);
        }
        if (usage == null || usage[4]) {
            uses.add(CryptoPrimitive.KEY_AGREEMENT);
        }
        return uses;
    }

    private static @Nullable AlgorithmParameters parameters(X509Certificate certificate) throws CertificateException {
        byte[] encoded = certificate.getSigAlgParams();
        if (encoded == null) {
            return null;
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(certificate.getSigAlgName());
            parameters.init(encoded);
            return parameters;
        } catch (NoSuchAlgorithmException e) {
            return null; // A NULL, as with PKCS #1, says nothing.
        } catch (IOException e) {
            throw new CertificateException("the parameters of a signature cannot be read", e);
        }
    }

    private static CertificateException refusal(X509Certificate certificate, String what) {
        String reason = "the certificate of " + certificate.getSubjectX500Principal() + " " + what
                + " disabled (jdk.tls.disabledAlgorithms, jdk.certpath.disabledAlgorithms or the endpoint's constraints)";
        return new CertificateException(
                reason, new CertPathValidatorException(reason, null, null, -1, BasicReason.ALGORITHM_CONSTRAINED));
    }

    /** Other providers have other names for algorithms. */
    private static List<X509Certificate> asTheJdks(X509Certificate... shown) throws CertificateException {
        CertificateFactory factory = jdkFactory();
        X509Certificate[] chain = new X509Certificate[shown.length];
        for (int i = 0; i < shown.length; i++) {
            chain[i] = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(shown[i].getEncoded()));
        }
        return List.of(chain);
    }

    private static CertificateFactory jdkFactory() throws CertificateException {
        try {
            return CertificateFactory.getInstance("X.509", "SUN");
        } catch (NoSuchProviderException e) {
            throw new CertificateException("the JDK's certificates are not there", e);
        }
    }
}
