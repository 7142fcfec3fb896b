// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import tls.close.TlsContext;
import tls.close.internal.provider.Managers;
import tls.close.spi.Limitation;
import tls.close.spi.Limitation.Ability;
import tls.close.spi.TlsProvider;

/** The backend {@code jsse}: what the JDK's {@code SSLContext} gives. */
public final class JsseProvider implements TlsProvider {

    /** For {@link java.util.ServiceLoader}. */
    public JsseProvider() {}

    @Override
    public String name() {
        return "jsse";
    }

    @Override
    public List<Limitation> limitations() {
        return List.of(
                new Limitation(
                        Ability.WRITE_AFTER_PEER_CLOSE,
                        Set.of("TLSv1.2"),
                        "the JDK answers it at once and closes its output, as RFC 5246 section 7.2.1 asks; isOutputOpen()"
                                + " tells"),
                new Limitation(
                        Ability.READ_EMPTY_RECORDS,
                        Set.of("TLSv1.3"),
                        "the JDK takes them for forged ones (JDK-8366454): an SSLException"),
                new Limitation(
                        Ability.ABSORB_MANY_TICKETS,
                        Set.of("TLSv1.3"),
                        "the JDK keeps every ticket, in an object of half a kilobyte, as long as the session lives"
                                + " (SSLSessionImpl.addChild), so that a server could fill the heap: both are counted for"
                                + " each, and then it is an SSLException"),
                new Limitation(
                        Ability.REFUSE_FORBIDDEN_RECORDS,
                        Set.of("TLSv1.2", "TLSv1.3"),
                        "the JDK does not check that a record holds 2^14 bytes of data at most; in TLS 1.3 it takes an error"
                                + " at level warning for a warning, and passes over a change_cipher_spec right after the"
                                + " handshake. None of them is taken for an end, and no data is lost"));
    }

    @Override
    public TlsContext newContext(KeyManager[] keyManagers, TrustManager[] trustManagers)
            throws GeneralSecurityException {
        TrustManager[] given = Managers.orNone(trustManagers);
        TrustManager[] trust = given.length == 0 ? platform() : given;
        ServerKeys keys = new ServerKeys(Managers.orNone(keyManagers));
        SecureRandom random = new SecureRandom();
        return new JsseContext(keys, () -> {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.managers(), trust, random);
            return context;
        });
    }

    /** What the JDK takes where there is none, but made once. */
    private static TrustManager[] platform() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    @Override
    public String toString() {
        return JsseContext.backend();
    }
}
