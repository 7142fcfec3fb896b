// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLParameters;

/**
 * What a backend can be asked for by its standard names, and what it does unasked.
 *
 * @param backend its short name
 * @param cipherSuites all of them
 * @param defaultCipherSuites best first
 */
public record SupportedNames(String backend, List<String> cipherSuites, List<String> defaultCipherSuites) {
    /** What is supported, and enabled unless asked otherwise (rule 12.2). */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** RFC 7301 section 3.1: a name of 1 to 255 bytes. */
    private static final int LONGEST_APPLICATION_PROTOCOL = 255;

    SSLParameters defaults() {
        return new SSLParameters(defaultCipherSuites.toArray(String[]::new), PROTOCOLS.toArray(String[]::new));
    }

    /**
     * A copy with what is not set taken from {@code defaults}.
     *
     * @throws IllegalArgumentException if something in it is not known here
     */
    SSLParameters complete(SSLParameters wanted, SSLParameters defaults) {
        SSLParameters copy = copy(wanted);
        if (copy.getCipherSuites() == null) {
            copy.setCipherSuites(defaults.getCipherSuites());
        }
        if (copy.getProtocols() == null) {
            copy.setProtocols(defaults.getProtocols());
        }
        require("cipher suite", cipherSuites, copy.getCipherSuites());
        require("protocol", PROTOCOLS, copy.getProtocols());
        for (String name : copy.getApplicationProtocols()) {
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_APPLICATION_PROTOCOL) {
                throw new IllegalArgumentException("an application protocol has at most " + LONGEST_APPLICATION_PROTOCOL
                        + " bytes, this has more: " + name);
            }
        }
        return copy;
    }

    private void require(String what, List<String> known, String... names) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        backend + " doesn't know the " + what + " " + name + ", or doesn't offer it; it has " + known);
            }
        }
    }

    /**
     * Copies settings, which are mutable and have no copy of their own.
     *
     * @param from the settings
     * @return the caller's to change
     */
    public static SSLParameters copy(SSLParameters from) {
        SSLParameters copy = new SSLParameters(from.getCipherSuites(), from.getProtocols());
        if (from.getNeedClientAuth()) {
            copy.setNeedClientAuth(true);
        } else {
            copy.setWantClientAuth(from.getWantClientAuth());
        }
        copy.setAlgorithmConstraints(from.getAlgorithmConstraints());
        copy.setEndpointIdentificationAlgorithm(from.getEndpointIdentificationAlgorithm());
        if (from.getServerNames() != null) {
            copy.setServerNames(from.getServerNames());
        }
        if (from.getSNIMatchers() != null) {
            copy.setSNIMatchers(from.getSNIMatchers());
        }
        copy.setUseCipherSuitesOrder(from.getUseCipherSuitesOrder());
        copy.setApplicationProtocols(from.getApplicationProtocols());
        return copy;
    }
}
