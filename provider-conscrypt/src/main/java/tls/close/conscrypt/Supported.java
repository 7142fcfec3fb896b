// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What Conscrypt can be asked for, and what it does unasked.
 *
 * @param cipherSuites by their standard names
 * @param defaultCipherSuites best first
 */
record Supported(List<String> cipherSuites, List<String> defaultCipherSuites) {
    static final String TLS_1_3 = "TLSv1.3";
    static final String TLS_1_2 = "TLSv1.2";
    static final List<String> PROTOCOLS = List.of(TLS_1_3, TLS_1_2);

    /** RFC 7301 section 3.1: a name of 1 to 255 bytes. */
    private static final int LONGEST_APPLICATION_PROTOCOL = 255;

    /** Asked of an engine: {@code SSLContext} would open a socket for this, and leave it to the collector. */
    static Supported by(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        try {
            return new Supported(suites(engine.getSupportedCipherSuites()), suites(engine.getEnabledCipherSuites()));
        } finally {
            engine.closeOutbound(); // That frees one that was not used.
        }
    }

    /** Without those that are none but a signal. */
    private static List<String> suites(String... names) {
        return Arrays.stream(names).filter(name -> !name.endsWith("_SCSV")).toList();
    }

    /** The names of TLS 1.3's say nothing of key exchange. */
    static boolean isOfTls13(String suite) {
        return !suite.contains("_WITH_");
    }

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

    private static void require(String what, List<String> known, String... names) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "conscrypt doesn't know the " + what + " " + name + ", or doesn't offer it; it has " + known);
            }
        }
    }

    static SSLParameters copy(SSLParameters from) {
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

    /**
     * The settings as BoringSSL can take them. Its cipher suites for TLS 1.3 are always those three, so what is asked for
     * of them decides whether TLS 1.3 is enabled at all; the engine refuses what was not asked for. Names are the
     * engine's business, too.
     */
    SSLParameters forConscrypt(SSLParameters asked) {
        List<String> suites = List.of(asked.getCipherSuites());
        List<String> protocols = new ArrayList<>(List.of(asked.getProtocols()));
        if (suites.stream().noneMatch(Supported::isOfTls13)) {
            protocols.remove(TLS_1_3);
        }
        SSLParameters result = copy(asked);
        if (suites.stream().allMatch(Supported::isOfTls13)) {
            protocols.remove(TLS_1_2);
            // A server of Conscrypt's looks at those of TLS 1.2 to see which kinds of key it may use.
            result.setCipherSuites(defaultCipherSuites.toArray(String[]::new));
        }
        result.setProtocols(protocols.toArray(String[]::new));
        result.setSNIMatchers(List.of());
        result.setEndpointIdentificationAlgorithm("");
        return result;
    }
}
