// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.TlsContext;
import tls.close.internal.provider.Managers;
import tls.close.spi.Limitation;
import tls.close.spi.Limitation.Ability;
import tls.close.spi.TlsProvider;

/**
 * The backend {@code bc}: an engine of our own over bctls, whose BCJSSE engine cannot read on after its own close.
 */
public final class BcProvider implements TlsProvider {

    /** For {@link java.util.ServiceLoader}. */
    public BcProvider() {}

    @Override
    public String name() {
        return "bc";
    }

    @Override
    public Optional<String> whyUnavailable() {
        return Artifact.whyMissing();
    }

    @Override
    public List<Limitation> limitations() {
        return List.of(new Limitation(
                Ability.RESUMPTION,
                Set.of("TLSv1.3"),
                "bctls has pre-shared keys of TLS 1.3 only for applications that bring them: its server makes no"
                        + " tickets, its client drops those it gets (TlsServerProtocol, OfferedPsks); each handshake is a"
                        + " full one. TLS 1.2 resumes"));
    }

    @Override
    public TlsContext newContext(KeyManager[] keyManagers, TrustManager[] trustManagers)
            throws GeneralSecurityException {
        Optional<String> missing = whyUnavailable();
        if (missing.isPresent()) {
            throw new GeneralSecurityException(missing.get());
        }
        return new BcContext(new Credentials(
                Crypto.shared(),
                LocalKeys.among(Managers.orNone(keyManagers)),
                PeerTrust.among(Managers.orNone(trustManagers)),
                new SessionCache()));
    }

    @Override
    public String toString() {
        return whyUnavailable()
                .map(why -> name() + " (cannot be used: " + why + ")")
                .orElseGet(BcContext::backend);
    }
}
