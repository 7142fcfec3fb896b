// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import tls.close.spi.Limitation;
import tls.close.spi.Limitation.Ability;
import tls.close.spi.TlsProvider;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/**
 * Under what a test runs.
 *
 * @param provider the backend under test
 * @param version the protocol that is negotiated
 * @param role the end that is under test
 * @param nearEnd the transport that it gets
 */
public record Setting(TlsProvider provider, TlsVersion version, Role role, NearEnd nearEnd) {

    /**
     * A connection under test and its peer, with the handshake done.
     *
     * @return to be closed by the test
     * @throws Exception what the handshake threw
     */
    public Session connect() throws Exception {
        return connect(open());
    }

    /**
     * As {@link #connect()}, over buffers that a few kB fill.
     *
     * @return to be closed by the test
     * @throws Exception what the handshake threw
     */
    public Session connectNarrowly() throws Exception {
        return connect(Session.of(this).open(LoopbackWire.openNarrow(nearEnd)));
    }

    private static Session connect(Session session) throws Exception {
        try {
            session.handshake();
        } catch (Exception | AssertionError e) {
            try (session) {
                throw e;
            }
        }
        return session;
    }

    /**
     * A connection under test and its peer, with nothing sent yet.
     *
     * @return to be closed by the test
     * @throws IOException if TCP does not work here
     */
    public Session open() throws IOException {
        return Session.of(this).open();
    }

    /**
     * Another setting that differs in the version only.
     *
     * @return with TLS 1.3 for 1.2, and the other way round
     */
    public Setting withOtherVersion() {
        TlsVersion other = version == TlsVersion.TLS_1_2 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
        return new Setting(provider, other, role, nearEnd);
    }

    /**
     * Another setting that differs in the role only.
     *
     * @param other the end that is under test
     * @return this, but for the role
     */
    public Setting inRole(Role other) {
        return new Setting(provider, version, other, nearEnd);
    }

    /**
     * Skips the test, with the declared reason, if the backend has declared that it cannot do this.
     *
     * @param ability what the test is about
     */
    public void require(Ability ability) {
        limitation(ability).ifPresent(limit -> Assumptions.abort(provider.name() + " " + limit));
    }

    /**
     * Whether the backend has declared that it cannot do this.
     *
     * @param ability what it may lack
     * @return false if it can
     */
    public boolean lacks(Ability ability) {
        return limitation(ability).isPresent();
    }

    private Optional<Limitation> limitation(Ability ability) {
        return provider.limitations().stream()
                .filter(limit -> limit.what() == ability && limit.protocols().contains(version.jdkName()))
                .findFirst();
    }

    @Override
    public String toString() {
        return provider.name() + ", " + version + ", " + role + ", " + nearEnd;
    }
}
