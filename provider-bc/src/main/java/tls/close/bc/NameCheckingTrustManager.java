// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import tls.close.internal.provider.HostNameCheck;

/** A plain {@code X509TrustManager} knows nothing of host names, so this has them checked behind it (rule 12.1). */
final class NameCheckingTrustManager extends X509ExtendedTrustManager {
    private final X509TrustManager plain;

    NameCheckingTrustManager(X509TrustManager plain) {
        this.plain = plain;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        plain.checkServerTrusted(chain, authType);
        HostNameCheck.ofServer(chain[0], authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        plain.checkClientTrusted(chain, authType);
        HostNameCheck.ofClient(chain[0], authType, engine);
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
