// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

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
        Set<String> both = Set.of("TLSv1.2", "TLSv1.3");
        return List.of(
                new Limitation(
                        Ability.CANCEL_ENCRYPTED_HANDSHAKE,
                        both,
                        "BoringSSL makes no alert then; in clear it is made here, encrypted it cannot be: the connection ends"
                                + " silently, and report() says so"),
                new Limitation(
                        Ability.ABSORB_MANY_WARNINGS, both, "BoringSSL takes the fifth for an attack: an SSLException"),
                new Limitation(
                        Ability.ABSORB_MANY_KEY_UPDATES,
                        Set.of("TLSv1.3"),
                        "BoringSSL takes the 33rd without data in between for an attack: an SSLException"),
                new Limitation(
                        Ability.ABSORB_HELLO_REQUEST,
                        Set.of("TLSv1.2"),
                        "BoringSSL begins the handshake at once and takes nothing else; after our close_notify it is an"
                                + " SSLException"),
                new Limitation(
                        Ability.CHOOSE_TLS13_CIPHER_SUITE,
                        Set.of("TLSv1.3"),
                        "BoringSSL always offers and accepts its three; one that was not asked for is refused"),
                new Limitation(
                        Ability.CHOOSE_BY_EITHER_ORDER,
                        both,
                        "Conscrypt goes by its own in TLS 1.2, BoringSSL by the client's in TLS 1.3"),
                new Limitation(Ability.CHOOSE_SIGNATURE_SCHEMES, both, "Conscrypt has no call for them"),
                new Limitation(
                        Ability.SEND_SERVER_NAME_WITHOUT_DOT,
                        both,
                        "Conscrypt sends none but localhost (AddressUtils.isValidSniHostname); the certificate is checked"
                                + " against the host all the same"),
                new Limitation(
                        Ability.RESUME_BY_SERVER_NAME,
                        both,
                        "BoringSSL does not compare the name with that of the session, and shows it only once it"
                                + " has resumed that"),
                new Limitation(
                        Ability.RESUME_WITH_LATE_TICKETS,
                        Set.of("TLSv1.3"),
                        "BoringSSL reads no handshake messages then: the next handshake is a full one. Read once before bye"
                                + " where that matters"));
    }

    @Override
    public TlsContext newContext(KeyManager[] keyManagers, TrustManager[] trustManagers)
            throws GeneralSecurityException {
        Optional<String> missing = whyUnavailable();
        if (missing.isPresent()) {
            throw new GeneralSecurityException(missing.get());
        }
        return ConscryptContext.of(Managers.orNone(keyManagers), Managers.orNone(trustManagers));
    }

    @Override
    public String toString() {
        return whyUnavailable()
                .map(why -> name() + " (cannot be used: " + why + ")")
                .orElseGet(ConscryptContext::backend);
    }
}
