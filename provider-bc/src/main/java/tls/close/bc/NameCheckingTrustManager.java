// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A plain {@code X509TrustManager} knows nothing of host names, so this has them checked behind it (rule 12.1). By the
 * JDK's own trust manager, whose rules for wildcards and addresses we would not like to write again: with the peer's
 * certificate as its only trust anchor, it has nothing else to refuse.
 */
final class NameCheckingTrustManager extends X509ExtendedTrustManager {
    private final X509TrustManager plain;

    NameCheckingTrustManager(X509TrustManager plain) {
        this.plain = plain;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        plain.checkServerTrusted(chain, authType);
        if (isNameChecked(engine)) {
            trusting(chain[0]).checkServerTrusted(new X509Certificate[] {chain[0]}, authType, engine);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        plain.checkClientTrusted(chain, authType);
        if (isNameChecked(engine)) {
            trusting(chain[0]).checkClientTrusted(new X509Certificate[] {chain[0]}, authType, engine);
        }
    }

    private static boolean isNameChecked(SSLEngine engine) {
        String algorithm = engine.getSSLParameters().getEndpointIdentificationAlgorithm();
        return algorithm != null && !algorithm.isEmpty();
    }

    private static X509ExtendedTrustManager trusting(X509Certificate certificate) throws CertificateException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("peer", certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("the host name cannot be checked", e);
        }
    }

    // Without an engine there is no host name.

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        plain.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        plain.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw new UnsupportedOperationException("bc has engines only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw new UnsupportedOperationException("bc has engines only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return plain.getAcceptedIssuers();
    }
}
