// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.util.List;
import java.util.Optional;
import tls.close.spi.TlsProvider;

/**
 * Finds the installed backends by their short names: {@code jsse}, {@code bc}, {@code conscrypt}, or one of your own.
 * The order in which {@link java.util.ServiceLoader} meets them plays no part (rule 11.1).
 *
 * <p>Looked for, on the module path and the class path alike (rule 11.4), are the {@link TlsProvider}s that are visible
 * to the thread's context class loader or to the one of this library; anew with each call, so hold on to what you get.
 * All methods are safe for use by many threads.
 *
 * <pre>{@code
 * TlsContext bc = TlsProviders.get("bc").newContext();
 * TlsContext usual = TlsProviders.preferred().newContext();
 * System.out.println(TlsProviders.installed());
 * }</pre>
 */
public final class TlsProviders {
    /** The system property that names the {@linkplain #preferred() preferred} backend: {@value}. */
    public static final String PREFERRED_PROPERTY = "tls.close.provider";

    private static final String DEFAULT = "jsse";

    private TlsProviders() {}

    /**
     * Every backend that is installed, also one that cannot be used here; a broken one doesn't hide the others (rule
     * 11.2).
     *
     * @return providers in the order of their names
     */
    public static List<TlsProvider> installed() {
        return Discovery.look().installed();
    }

    /**
     * What was found but could not be loaded, and why: for people who look for a backend that should be there.
     *
     * @return a line for each, empty if all could be loaded
     */
    public static List<String> broken() {
        return Discovery.look().broken();
    }

    /**
     * The backend of that name, if it is installed and can be used here.
     *
     * @param name the short name
     * @return empty if it is missing, broken or unavailable
     */
    public static Optional<TlsProvider> find(String name) {
        return Discovery.look().find(name);
    }

    /**
     * The backend of that name.
     *
     * @param name the short name
     * @return a provider that can be used here
     * @throws IllegalArgumentException if there is none; the message lists what is installed, and why what is there
     *     cannot be used (rule 11.2)
     */
    public static TlsProvider get(String name) {
        return Discovery.look().get(name);
    }

    /**
     * The backend that the system property {@value #PREFERRED_PROPERTY} names, or else {@code jsse} (rule 11.3).
     *
     * @return a provider that can be used here
     * @throws IllegalArgumentException as in {@link #get}
     */
    public static TlsProvider preferred() {
        return get(System.getProperty(PREFERRED_PROPERTY, DEFAULT));
    }
}
