// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bouncycastle.tls.CipherSuite;

/** The cipher suites by their standard names, which are the names of bctls's constants. */
final class CipherSuites {
    static final String NONE = "SSL_NULL_WITH_NULL_NULL";

    /** Authenticated encryption with forward secrecy, best first: all of TLS 1.3's, and RFC 9325 section 4.2. */
    static final List<String> DEFAULT = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** Also CBC, for peers that have nothing better, when asked for by name. */
    static final List<String> SUPPORTED = java.util.stream.Stream.concat(
                    DEFAULT.stream(),
                    java.util.stream.Stream.of(
                            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
                            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
                            "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"))
            .toList();

    /** All that bctls has a number for, since a peer of the application's own may choose any of them. */
    private static final Map<String, Integer> NUMBERS = Arrays.stream(CipherSuite.class.getFields())
            .collect(Collectors.toMap(Field::getName, CipherSuites::number));

    private static final Map<Integer, String> NAMES = NUMBERS.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (one, other) -> one));

    private CipherSuites() {}

    static int[] numbers(String... names) {
        return Arrays.stream(names).mapToInt(NUMBERS::get).toArray();
    }

    static String nameOf(int number) {
        return NAMES.getOrDefault(number, String.format("0x%04X", number));
    }

    private static int number(Field constant) {
        try {
            return constant.getInt(null);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e); // They are the constants of a public interface.
        }
    }
}
