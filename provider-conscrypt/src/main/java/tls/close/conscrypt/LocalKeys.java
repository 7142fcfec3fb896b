// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.net.Socket;
import java.security.Principal;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.KeyManagerFront;

/** Who we are: the key manager of a context, shown our engine in place of Conscrypt's. */
final class LocalKeys extends KeyManagerFront {

    private LocalKeys(X509KeyManager manager) {
        super(manager);
    }

    static Optional<LocalKeys> among(KeyManager... managers) {
        return firstAmong(managers).map(LocalKeys::new);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine conscrypt) {
        ContractEngine engine = NativeEngine.current();
        String alias = super.chooseEngineServerAlias(keyType, issuers, engine);
        engine.admission().noteKey(keyType, alias != null);
        return alias;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine conscrypt) {
        return super.chooseEngineClientAlias(keyTypes, issuers, NativeEngine.current());
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
