// SPDX-License-Identifier: Apache-2.0
package tls.close.spi;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.TlsContext;

/**
 * A TLS backend, found by {@link java.util.ServiceLoader}. Implementations have a public constructor without arguments
 * that does next to nothing, are safe for use by many threads, and print themselves with their name and the version of
 * what they stand on, such as {@code conscrypt (Conscrypt 2.9.0)}.
 *
 * <pre>{@code
 * class MyProvider implements TlsProvider { // its name is in META-INF/services/tls.close.spi.TlsProvider
 *     public String name() {
 *         return "mine";
 *     }
 *
 *     public TlsContext newContext(KeyManager[] keys, TrustManager[] trust) {
 *         return contextOf(keys, trust); // a TlsContext with your engines
 *     }
 * }
 * }</pre>
 */
public interface TlsProvider {

    /**
     * The short name by which applications choose this backend.
     *
     * @return lower-case letters, digits and hyphens; always the same
     */
    String name();

    /**
     * Why this backend cannot be used here, such as a native library that does not load. Never throws.
     *
     * @return a sentence for the person who installed it; empty if it can be used
     */
    default Optional<String> whyUnavailable() {
        return Optional.empty();
    }

    /**
     * Whether this backend can be used here. Never throws.
     *
     * @return false if {@link #whyUnavailable()} has a reason
     */
    default boolean isAvailable() {
        return whyUnavailable().isEmpty();
    }

    /**
     * What this backend cannot do at all: declared, shown to users, and the reason of a skipped test in the TCK.
     *
     * @return empty if it keeps every rule
     */
    default List<Limitation> limitations() {
        return List.of();
    }

    /**
     * A context with these keys and this trust. Nothing is registered globally. For those who come from
     * {@code SSLContext.init}, null for an array is taken for an empty one.
     *
     * @param keyManagers who we are; empty for a client without a certificate
     * @param trustManagers whom we trust; empty for the platform's default trust store
     * @return a context that can be used many times and by many threads
     * @throws GeneralSecurityException if the backend cannot use them; the message says why
     */
    TlsContext newContext(KeyManager[] keyManagers, TrustManager[] trustManagers) throws GeneralSecurityException;

    /**
     * A context without keys and with the platform's trust: what a client of public servers needs. Whom the platform
     * trusts is the JDK's own {@code cacerts}, or what the system property {@code javax.net.ssl.trustStore} names.
     *
     * @return a context that can be used many times and by many threads
     * @throws GeneralSecurityException if the backend cannot be used, or the platform's trust store cannot be read; the
     *     message says why
     */
    default TlsContext newContext() throws GeneralSecurityException {
        return newContext(new KeyManager[0], new TrustManager[0]);
    }
}
