// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.MissingKey;

/** Who we are: the key manager of a context, asked with the schemes that the peer can verify. */
final class LocalKeys {

    /** A key, what the peer is shown for it, and how it signs. */
    record Choice(PrivateKey key, List<X509Certificate> chain, Scheme scheme) {
        /** Some providers' keys say all of themselves. */
        @Override
        public String toString() {
            return "key of " + chain.get(0).getSubjectX500Principal() + " for " + scheme;
        }
    }

    private final @Nullable X509KeyManager manager;

    private LocalKeys(@Nullable X509KeyManager manager) {
        this.manager = manager;
    }

    /** The first that is for X.509, as {@code SSLContext.init} does it. */
    static LocalKeys among(KeyManager... managers) {
        for (KeyManager manager : managers) {
            if (manager instanceof X509KeyManager x509) {
                return new LocalKeys(x509);
            }
        }
        return new LocalKeys(null);
    }

    /** Whether a server may find one. */
    boolean mayServe() {
        return !MissingKey.isCertainWith(manager);
    }

    Optional<Choice> forServer(List<Scheme> usable, boolean tls13, Principal @Nullable [] issuers, SSLEngine engine) {
        Map<String, Optional<String>> asked = new HashMap<>();
        for (Scheme scheme : usable) {
            for (String type : scheme.keyTypes()) {
                Optional<String> alias = asked.computeIfAbsent(type, t -> serverAlias(t, issuers, engine));
                Optional<Choice> choice = alias.flatMap(a -> choice(a, List.of(scheme), tls13));
                if (choice.isPresent()) {
                    return choice;
                }
            }
        }
        return Optional.empty();
    }

    Optional<Choice> forClient(List<Scheme> usable, boolean tls13, Principal @Nullable [] issuers, SSLEngine engine) {
        String[] types = usable.stream()
                .flatMap(scheme -> scheme.keyTypes().stream())
                .distinct()
                .toArray(String[]::new);
        return clientAlias(types, issuers, engine).flatMap(alias -> choice(alias, usable, tls13));
    }

    private Optional<String> serverAlias(String type, Principal @Nullable [] issuers, SSLEngine engine) {
        if (manager instanceof X509ExtendedKeyManager extended) {
            return Optional.ofNullable(extended.chooseEngineServerAlias(type, issuers, engine));
        }
        return Optional.ofNullable(manager).map(plain -> plain.chooseServerAlias(type, issuers, null));
    }

    private Optional<String> clientAlias(String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
        if (manager instanceof X509ExtendedKeyManager extended) {
            return Optional.ofNullable(extended.chooseEngineClientAlias(types, issuers, engine));
        }
        return Optional.ofNullable(manager).map(plain -> plain.chooseClientAlias(types, issuers, null));
    }

    private Optional<Choice> choice(String alias, List<Scheme> usable, boolean tls13) {
        X509KeyManager from = manager;
        PrivateKey key = from == null ? null : from.getPrivateKey(alias);
        X509Certificate[] chain = from == null ? null : from.getCertificateChain(alias);
        if (key == null || chain == null || chain.length == 0) {
            return Optional.empty();
        }
        return usable.stream()
                .filter(scheme -> scheme.fits(chain[0].getPublicKey(), tls13))
                .findFirst()
                .map(scheme -> new Choice(key, List.of(chain), scheme));
    }
}
