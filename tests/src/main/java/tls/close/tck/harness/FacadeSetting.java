// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Assumptions;
import tls.close.CloseLimits;
import tls.close.ConnectionEnd;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;

/**
 * Under what a test of sockets and engines in the JDK's clothes runs.
 *
 * @param backend the provider under test, the version and the role
 * @param maker whose the sockets and engines are
 */
public record FacadeSetting(Setting backend, Maker maker) {

    public TlsVersion version() {
        return backend.version();
    }

    public Role role() {
        return backend.role();
    }

    /**
     * Skips the test, with the declared reason, if whoever makes the sockets cannot do this.
     *
     * @param ability what the test is about
     */
    public void require(Ability ability) {
        switch (maker) {
            case FACADE -> backend.require(ability);
            case JDK ->
                Assumptions.assumeFalse(
                        ability == Ability.WRITE_AFTER_PEER_CLOSE && version() == TlsVersion.TLS_1_2,
                        "the JDK answers a close_notify of TLS 1.2 at once");
        }
    }

    /** The same, of the JDK's own. */
    public FacadeSetting ofTheJdk() {
        return new FacadeSetting(backend, Maker.JDK);
    }

    /** With the keys of the good server, and trust in its authority. */
    public SSLContext context() {
        return context(TestPki.ec().trustManagers());
    }

    public SSLContext context(TrustManager... trust) {
        return context(TestPki.ec().server().keyManagers(), trust);
    }

    public SSLContext context(KeyManager[] keys, TrustManager... trust) {
        try {
            return switch (maker) {
                case FACADE -> newContext(keys, trust).sslContext();
                case JDK -> JdkPeer.context(keys, trust);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(this + " refuses the test's keys and trust", e);
        }
    }

    /** As {@link #context()}, with settings of the façade's own; the JDK has none, and waits for a peer as it likes. */
    public SSLContext context(UnaryOperator<TlsEndpoint> settings, CloseLimits limits) {
        if (maker == Maker.JDK) {
            return context();
        }
        try {
            return newContext(TestPki.ec().server().keyManagers(), TestPki.ec().trustManagers())
                    .sslContext(settings, limits);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(this + " refuses the test's keys and trust", e);
        }
    }

    /** The façade's, with somebody who is told of ends. */
    public SSLContext listening(Consumer<ConnectionEnd> told, CloseLimits limits) throws GeneralSecurityException {
        return newContext(TestPki.ec().server().keyManagers(), TestPki.ec().trustManagers())
                .withListener(told)
                .sslContext(UnaryOperator.identity(), limits);
    }

    private TlsContext newContext(KeyManager[] keys, TrustManager... trust) throws GeneralSecurityException {
        return backend.provider().newContext(keys, trust);
    }

    @Override
    public String toString() {
        String made = switch (maker) {
            case FACADE -> backend.provider().name();
            case JDK -> "the JDK's own";
        };
        return made + ", " + version() + ", " + role();
    }
}
