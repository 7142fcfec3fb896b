// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.net.Socket;
import java.security.Principal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.KeyManagerFront;
import tls.close.internal.provider.MissingKey;

/**
 * The key manager of a context, and whether a server's handshake has failed because that had no key for it, of which the
 * JDK says other things.
 */
final class ServerKeys {
    /** In TLS 1.3 ({@code sun.security.ssl.CertificateMessage}): no key for any scheme of the client's. */
    private static final String NO_SCHEME = "No available authentication scheme";

    /** In TLS 1.2 ({@code sun.security.ssl.ServerHello}): no common suite, or no key for any of those. */
    private static final String NO_SUITE = "no cipher suites in common";

    private final Optional<Front> front;

    ServerKeys(KeyManager... managers) {
        this.front = KeyManagerFront.firstAmong(managers).map(Front::new);
    }

    /** For {@code SSLContext.init}. */
    KeyManager[] managers() {
        return front.stream().toArray(KeyManager[]::new);
    }

    /** Whether there may be one. */
    boolean mayBeFound() {
        return front.isPresent() && !front.get().hasNoServerKey();
    }

    /** @param jdk the engine or socket that has failed */
    SSLException explained(SSLException failure, Object jdk) {
        String message = String.valueOf(failure.getMessage());
        boolean missing = message.endsWith(NO_SCHEME)
                || (message.endsWith(NO_SUITE)
                        && front.map(keys -> keys.hadNoneFor(jdk)).orElse(true));
        return missing ? MissingKey.because(failure) : failure;
    }

    /** A handshake is done, and nobody will ask why it has failed. There may be many idle connections. */
    void forget(Object jdk) {
        front.ifPresent(keys -> keys.found.remove(jdk));
    }

    /** Notes what came of the questions for a server's key. They are asked for suites in common only. */
    private static final class Front extends KeyManagerFront {
        /** Whether there was one, by the JDK's engine or socket; these know no equality but identity. */
        private final Map<Object, Boolean> found = Collections.synchronizedMap(new WeakHashMap<>());

        Front(X509KeyManager manager) {
            super(manager);
        }

        boolean hadNoneFor(Object jdk) {
            return !found.getOrDefault(jdk, true);
        }

        private @Nullable String noted(@Nullable String alias, @Nullable Object jdk) {
            if (jdk != null) {
                found.merge(jdk, alias != null, Boolean::logicalOr);
            }
            return alias;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return noted(super.chooseEngineServerAlias(keyType, issuers, engine), engine);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return noted(super.chooseServerAlias(keyType, issuers, socket), socket);
        }
    }
}
