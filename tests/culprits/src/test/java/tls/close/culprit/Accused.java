// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.TlsContext;
import tls.close.TlsProviders;
import tls.close.spi.Limitation;
import tls.close.spi.TlsProvider;

/** A thin wrapper around a backend that keeps the rules, with the fault of whoever is on trial. */
public final class Accused implements TlsProvider {
    static final String NAME = "accused";

    private static volatile Culprit onTrial = Culprit.NOBODY;

    /** For {@link java.util.ServiceLoader}. */
    public Accused() {}

    /** Only one at a time: a provider is found by its class. */
    static void is(Culprit culprit) {
        onTrial = culprit;
    }

    private static TlsProvider good() {
        return TlsProviders.get(onTrial.backend());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> whyUnavailable() {
        return Optional.empty();
    }

    @Override
    public List<Limitation> limitations() {
        return good().limitations();
    }

    @Override
    public TlsContext newContext(KeyManager[] keyManagers, TrustManager[] trustManagers)
            throws GeneralSecurityException {
        Fault fault = onTrial.fault();
        TrustManager[] trust = fault.trust(trustManagers);
        return new AccusedContext(good().newContext(keyManagers, trust), fault, keyManagers, trust);
    }

    @Override
    public String toString() {
        return NAME + ", which is " + good();
    }
}
