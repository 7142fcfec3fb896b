// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import tls.close.internal.provider.PlainTrust;

/** Whom we trust: the trust manager of a context, shown our engine in place of Conscrypt's. */
final class PeerTrust extends X509ExtendedTrustManager {
    /** BoringSSL's word for a key exchange that does not depend on the certificate, as in TLS 1.3; and the JDK's. */
    private static final String BORINGSSL_UNKNOWN = "GENERIC";

    private static final String JDK_UNKNOWN = "UNKNOWN";

    private final X509TrustManager manager;

    private PeerTrust(X509TrustManager manager) {
        this.manager = manager;
    }

    /** The first that is for X.509, as {@code SSLContext.init} does it; with none at all, the platform's. */
    static PeerTrust among(TrustManager... managers) throws GeneralSecurityException {
        for (TrustManager manager : managers.length == 0 ? platform() : managers) {
            if (manager instanceof X509TrustManager x509) {
                return new PeerTrust(x509);
            }
        }
        throw new KeyManagementException(
                "conscrypt needs an X509TrustManager, and there is none among " + List.of(managers));
    }

    private static TrustManager[] platform() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine conscrypt)
            throws CertificateException {
        SSLEngine engine = NativeEngine.current();
        String keyExchange = authType.equals(BORINGSSL_UNKNOWN) ? JDK_UNKNOWN : authType;
        if (manager instanceof X509ExtendedTrustManager extended) {
            extended.checkServerTrusted(chain, keyExchange, engine);
        } else {
            PlainTrust.checkServer(manager, chain, keyExchange, engine);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine conscrypt)
            throws CertificateException {
        SSLEngine engine = NativeEngine.current();
        if (manager instanceof X509ExtendedTrustManager extended) {
            extended.checkClientTrusted(chain, authType, engine);
        } else {
            PlainTrust.checkClient(manager, chain, authType, engine);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return manager.getAcceptedIssuers();
    }

    // Conscrypt's sockets are not used.

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw engineOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw engineOnly();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw engineOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw engineOnly();
    }

    private static UnsupportedOperationException engineOnly() {
        return new UnsupportedOperationException("without an engine there is no host name to check");
    }
}
