// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509TrustManager;

/**
 * A plain {@code X509TrustManager} knows nothing of the connection. What it does not look at is looked at behind it, as
 * the JDK's own engine does: the host name (rule 12.1), and the algorithms that the JDK disables (rule 12.6). Nothing
 * else.
 */
public final class PlainTrust {

    private PlainTrust() {}

    /**
     * Checks a server's certificates.
     *
     * @param manager asked first
     * @param chain the server's own first
     * @param authType for the manager
     * @param engine whose peer it is, in its handshake
     * @throws CertificateException if the server is refused
     */
    public static void checkServer(X509TrustManager manager, X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        manager.checkServerTrusted(chain, authType);
        HostNameCheck.ofServer(chain[0], authType, engine);
        AlgorithmCheck.of(chain, manager, engine);
    }

    /**
     * Checks a client's certificates.
     *
     * @param manager asked first
     * @param chain the client's own first
     * @param authType for the manager
     * @param engine whose peer it is, in its handshake
     * @throws CertificateException if the client is refused
     */
    public static void checkClient(X509TrustManager manager, X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        manager.checkClientTrusted(chain, authType);
        HostNameCheck.ofClient(chain[0], authType, engine);
        AlgorithmCheck.of(chain, manager, engine);
    }
}
