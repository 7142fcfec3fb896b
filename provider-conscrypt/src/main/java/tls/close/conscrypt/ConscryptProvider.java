// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.TlsContext;
import tls.close.spi.Limitation;
import tls.close.spi.Limitation.Ability;
import tls.close.spi.TlsProvider;

/** The backend {@code conscrypt}: Conscrypt's engine, put right in one place. Its sockets are of no use here. */
public final class ConscryptProvider implements TlsProvider {

    /** For {@link java.util.ServiceLoader}. */
    public ConscryptProvider() {}

    @Override
    public String name() {
        return "conscrypt";
    }

    @Override
    public Optional<String> whyUnavailable() {
        return NativeLibrary.whyMissing();
    }

    @Override
    public List<Limitation> limitations() {
        return List.of(new Limitation(
                Ability.CANCEL_ENCRYPTED_HANDSHAKE,
                Set.of("TLSv1.2", "TLSv1.3"),
                "BoringSSL makes no alert in the middle of a handshake; in clear it is made here, but not encrypted"));
    }

    @Override
    public TlsContext newContext(KeyManager[] keyManagers, TrustManager[] trustManagers)
            throws GeneralSecurityException {
        Optional<String> missing = whyUnavailable();
        if (missing.isPresent()) {
            throw new GeneralSecurityException(missing.get());
        }
        return ConscryptContext.of(keyManagers, trustManagers);
    }
}
