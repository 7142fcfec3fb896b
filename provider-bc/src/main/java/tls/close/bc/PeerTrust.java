// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Vector;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/** Whom we trust: the trust manager of a context, and the alert for what it refuses. */
final class PeerTrust {
    /** A CertificateRequest that is too long for some peer is worse than one without names. */
    private static final int MOST_AUTHORITIES = 1 << 14;

    private final X509ExtendedTrustManager manager;

    private PeerTrust(X509ExtendedTrustManager manager) {
        this.manager = manager;
    }

    /** The first that is for X.509, as {@code SSLContext.init} does it; with none at all, the platform's. */
    static PeerTrust among(TrustManager... managers) throws GeneralSecurityException {
        for (TrustManager manager : managers.length == 0 ? platform() : managers) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return new PeerTrust(extended);
            }
            if (manager instanceof X509TrustManager plain) {
                return new PeerTrust(new PlainTrustManager(plain));
            }
        }
        throw new KeyManagementException("bc needs an X509TrustManager, and there is none among " + List.of(managers));
    }

    private static TrustManager[] platform() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    void checkServer(List<X509Certificate> chain, String keyExchange, SSLEngine engine) throws TlsFatalAlert {
        try {
            manager.checkServerTrusted(chain.toArray(X509Certificate[]::new), keyExchange, engine);
        } catch (CertificateException e) {
            throw CertificateAlert.of(e);
        }
    }

    void checkClient(List<X509Certificate> chain, SSLEngine engine) throws TlsFatalAlert {
        try {
            String keyType = chain.get(0).getPublicKey().getAlgorithm();
            manager.checkClientTrusted(chain.toArray(X509Certificate[]::new), keyType, engine);
        } catch (CertificateException e) {
            throw CertificateAlert.of(e);
        }
    }

    /** The names of the authorities, for a server to ask for certificates of theirs; null if there are none or too many. */
    @SuppressWarnings("JdkObsolete") // bctls wants a Vector.
    @Nullable
    Vector<X500Name> authorities() {
        Vector<X500Name> names = new Vector<>();
        int size = 0;
        for (X509Certificate issuer : manager.getAcceptedIssuers()) {
            byte[] name = issuer.getSubjectX500Principal().getEncoded();
            size += name.length + 2;
            names.add(X500Name.getInstance(name));
        }
        return names.isEmpty() || size > MOST_AUTHORITIES ? null : names;
    }
}
