// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A private key and the certificates that go with it.
 *
 * @param privateKey the key of the first certificate
 * @param chain the certificates, the end entity's first, the root left out unless it is the only one
 */
public record Identity(PrivateKey privateKey, List<X509Certificate> chain) {
    private static final char[] PASSWORD = "in memory only".toCharArray();

    /**
     * Makes an identity.
     *
     * @param privateKey the key of the first certificate
     * @param chain the certificates, the end entity's first
     */
    public Identity {
        chain = List.copyOf(chain);
    }

    /**
     * The end entity's certificate.
     *
     * @return the first of the chain
     */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * What presents this identity in a handshake.
     *
     * @return the JDK's key managers, with this key only
     */
    public KeyManager[] keyManagers() {
        try {
            // Not PKCS12: that would derive an encryption key with 10 000 rounds, here and in each handshake.
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, null);
            store.setKeyEntry("identity", privateKey, PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The JDK refuses a test key", e);
        }
    }
}
