// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import tls.close.TlsContext;
import tls.close.TlsProviders;
import tls.close.tck.pki.TestPki;

/** What the programs are run on; on everything with {@code -Dtls.close.peers=all}. */
final class Backend {
    private static final boolean ALL = System.getProperty("tls.close.peers", "").equals("all");
    private static final TestPki PKI = TestPki.rsa();

    private Backend() {}

    static boolean areAllAsked() {
        return ALL;
    }

    static Stream<String> names() {
        return Stream.of("bc", "conscrypt", "jsse");
    }

    /** Each backend in each version; in the normal build, in one of them. */
    static Stream<Arguments> versions() {
        return ALL
                ? names().flatMap(name -> Stream.of(Arguments.of(name, "1.2"), Arguments.of(name, "1.3")))
                : Stream.of(Arguments.of("bc", "1.3"), Arguments.of("conscrypt", "1.2"), Arguments.of("jsse", "1.3"));
    }

    /** The backends; in the normal build, the JDK's. */
    static Stream<String> some() {
        return ALL ? names() : Stream.of("jsse");
    }

    /** The server's key, and trust in who has signed it. */
    static TlsContext context(String name) throws GeneralSecurityException {
        return context(name, PKI);
    }

    static TlsContext context(String name, TestPki pki) throws GeneralSecurityException {
        return TlsProviders.get(name).newContext(pki.server().keyManagers(), pki.trustManagers());
    }
}
