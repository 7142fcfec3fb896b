// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks the host name where a plain {@code X509TrustManager}, which knows nothing of it, has checked the chain (rule
 * 12.1). By the JDK's own trust manager, whose rules for wildcards and addresses we would not like to write again: with
 * the peer's certificate as its only trust anchor, it has nothing else to refuse.
 */
final class HostNameCheck {

    private HostNameCheck() {}

    /**
     * Checks the name of a server, if the engine's settings ask for that.
     *
     * @param certificate the server's own
     * @param authType as the trust manager was told
     * @param engine whose peer it is
     * @throws CertificateException if it is for another name
     */
    static void ofServer(X509Certificate certificate, String authType, SSLEngine engine) throws CertificateException {
        if (isAskedFor(engine)) {
            trusting(certificate).checkServerTrusted(new X509Certificate[] {certificate}, authType, engine);
        }
    }

    /**
     * Checks the name of a client, if the engine's settings ask for that.
     *
     * @param certificate the client's own
     * @param authType as the trust manager was told
     * @param engine whose peer it is
     * @throws CertificateException if it is for another name
     */
    static void ofClient(X509Certificate certificate, String authType, SSLEngine engine) throws CertificateException {
        if (isAskedFor(engine)) {
            trusting(certificate).checkClientTrusted(new X509Certificate[] {certificate}, authType, engine);
        }
    }

    private static boolean isAskedFor(SSLEngine engine) {
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
}
