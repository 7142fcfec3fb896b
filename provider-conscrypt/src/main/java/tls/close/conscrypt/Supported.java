// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import tls.close.internal.provider.SupportedNames;

/** What Conscrypt can be asked for, and how it has to be asked. */
record Supported(SupportedNames names) {
    static final String TLS_1_3 = "TLSv1.3";
    static final String TLS_1_2 = "TLSv1.2";

    /** Asked of an engine: {@code SSLContext} would open a socket for this, and leave it to the collector. */
    static Supported by(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        try {
            return new Supported(new SupportedNames(
                    "conscrypt", suites(engine.getSupportedCipherSuites()), suites(engine.getEnabledCipherSuites())));
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
        SSLParameters result = SupportedNames.copy(asked);
        if (suites.stream().allMatch(Supported::isOfTls13)) {
            protocols.remove(TLS_1_2);
            // A server of Conscrypt's looks at those of TLS 1.2 to see which kinds of key it may use.
            result.setCipherSuites(names.defaultCipherSuites().toArray(String[]::new));
        }
        result.setProtocols(protocols.toArray(String[]::new));
        result.setSNIMatchers(List.of());
        result.setEndpointIdentificationAlgorithm("");
        return result;
    }
}
