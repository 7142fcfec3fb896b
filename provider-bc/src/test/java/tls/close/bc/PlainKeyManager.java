// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import tls.close.bc.TestCertificates.Identity;

/** A key manager that is no {@code X509ExtendedKeyManager}, with one key of one type. */
record PlainKeyManager(Identity identity, String keyType) implements X509KeyManager {
    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return List.of(types).contains(keyType) ? "me" : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return type.equals(keyType) ? "me" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {identity.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }
}
