// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;
import tls.close.internal.provider.MissingKey;

/** Whether a server's handshake has failed because it has no key, of which the JDK says other things. */
final class ServerKeys {
    /** In TLS 1.3 ({@code sun.security.ssl.CertificateMessage}): no key for any scheme of the client's. */
    private static final String NO_SCHEME = "No available authentication scheme";

    /** In TLS 1.2 ({@code sun.security.ssl.ServerHello}); it is also said where there are keys, but no common suite. */
    private static final String NO_SUITE = "no cipher suites in common";

    private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA", "DSA");

    private final List<X509KeyManager> managers;

    ServerKeys(KeyManager... managers) {
        this.managers = Arrays.stream(managers)
                .filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast)
                .limit(1) // As SSLContext.init does it.
                .toList();
    }

    /** The same, or what explains it. */
    SSLException explained(SSLException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean missing = message.endsWith(NO_SCHEME) || (message.endsWith(NO_SUITE) && hasNone());
        return missing ? MissingKey.because(failure) : failure;
    }

    private boolean hasNone() {
        return managers.stream().noneMatch(manager -> KEY_TYPES.stream().anyMatch(type -> has(manager, type)));
    }

    private static boolean has(X509KeyManager manager, String type) {
        String[] aliases = manager.getServerAliases(type, new Principal[0]);
        return aliases != null && aliases.length > 0;
    }
}
