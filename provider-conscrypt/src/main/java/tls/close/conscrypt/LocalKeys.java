// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** Who we are: the key manager of a context, shown our engine in place of Conscrypt's. */
final class LocalKeys extends X509ExtendedKeyManager {
    private final X509KeyManager manager;

    private LocalKeys(X509KeyManager manager) {
        this.manager = manager;
    }

    /** The first that is for X.509, as {@code SSLContext.init} does it. */
    static Optional<KeyManager> among(KeyManager... managers) {
        return Arrays.stream(managers)
                .filter(X509KeyManager.class::isInstance)
                .<KeyManager>map(each -> new LocalKeys((X509KeyManager) each))
                .findFirst();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine conscrypt) {
        ContractEngine engine = NativeEngine.current();
        String alias = manager instanceof X509ExtendedKeyManager extended
                ? extended.chooseEngineServerAlias(keyType, issuers, engine)
                : manager.chooseServerAlias(keyType, issuers, null);
        if (alias != null) {
            engine.admission().noteKey();
        }
        return alias;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine conscrypt) {
        return manager instanceof X509ExtendedKeyManager extended
                ? extended.chooseEngineClientAlias(keyTypes, issuers, NativeEngine.current())
                : manager.chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return manager.getPrivateKey(alias);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return manager.getCertificateChain(alias);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return manager.getServerAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return manager.getClientAliases(keyType, issuers);
    }

    // Conscrypt's sockets are not used.

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        throw new UnsupportedOperationException("conscrypt has engines only");
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        throw new UnsupportedOperationException("conscrypt has engines only");
    }
}
