// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.TlsContext;
import tls.close.spi.TlsProvider;

/** A backend that cannot do anything, and may say so beforehand. */
record FakeProvider(String name, Optional<String> whyUnavailable) implements TlsProvider {

    @Override
    public TlsContext newContext(KeyManager[] keyManagers, TrustManager[] trustManagers)
            throws GeneralSecurityException {
        throw new GeneralSecurityException("does not like these keys");
    }
}
