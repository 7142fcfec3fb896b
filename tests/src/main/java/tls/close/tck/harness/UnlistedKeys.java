// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import tls.close.tck.pki.Identity;

/** A server's key that is handed out where a handshake asks for one of its kind, and is in no list of aliases. */
public final class UnlistedKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "unlisted";

    private final Identity identity;

    public UnlistedKeys(Identity identity) {
        this.identity = identity;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return identity.privateKey().getAlgorithm().equals(keyType) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return identity.privateKey().getAlgorithm().equals(keyType) ? ALIAS : null;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.privateKey();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
