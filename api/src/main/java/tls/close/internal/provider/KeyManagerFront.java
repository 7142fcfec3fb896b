// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

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

/** Stands between a backend and the application's own key manager, which need not know of engines. */
public abstract class KeyManagerFront extends X509ExtendedKeyManager {
    private final X509KeyManager manager;

    /**
     * A front that passes everything on.
     *
     * @param manager the application's
     */
    protected KeyManagerFront(X509KeyManager manager) {
        this.manager = manager;
    }

    /**
     * The one that counts.
     *
     * @param managers the application's
     * @return the first that is for X.509, as {@code SSLContext.init} does it
     */
    public static Optional<X509KeyManager> firstAmong(KeyManager... managers) {
        return Arrays.stream(managers)
                .filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast)
                .findFirst();
    }

    /**
     * Whether it is known that no server can show a key of the application's.
     *
     * @return false if there may be one
     */
    public final boolean hasNoServerKey() {
        return MissingKey.isCertainWith(manager);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return manager instanceof X509ExtendedKeyManager extended
                ? extended.chooseEngineServerAlias(keyType, issuers, engine)
                : manager.chooseServerAlias(keyType, issuers, null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return manager instanceof X509ExtendedKeyManager extended
                ? extended.chooseEngineClientAlias(keyTypes, issuers, engine)
                : manager.chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return manager.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return manager.chooseClientAlias(keyTypes, issuers, socket);
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
}
