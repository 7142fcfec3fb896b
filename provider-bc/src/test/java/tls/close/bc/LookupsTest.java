// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.Serial;
import java.lang.StackWalker.StackFrame;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** How often JCA is searched: threads queue up there ({@code ProviderConfig.getProvider}). */
class LookupsTest {

    @ParameterizedTest
    @CsvSource({"TLSv1.2,RSA", "TLSv1.2,EC", "TLSv1.3,RSA", "TLSv1.3,EC"})
    @DisplayName("12.4 what a connection needs of JCA is looked up for the first one only")
    void aSecondConnectionSearchesNothing(String protocol, String keyType) throws Exception {
        TlsContext server = Side.context(
                "bc", TestCertificates.TRUSTED.server(keyType).keyManagers(), TestCertificates.TRUSTED.trustManagers());
        // Without the JDK's trust manager, which searches for itself.
        TlsContext client = Side.context("bc", new KeyManager[0], new TrustManager[] {new SeeingTrustManager()});
        connect(client, server, protocol);
        Spy spy = new Spy();
        Security.insertProviderAt(spy, 1);
        try {
            new JdkFirst(Crypto.shared().bouncyCastle()).createMessageDigest("SHA-256");
            assertFalse(spy.searches.isEmpty(), "the spy sees a search");
            spy.searches.clear();
            connect(client, server, protocol);
            assertEquals(List.of(), spy.searches);
        } finally {
            Security.removeProvider(spy.getName());
        }
    }

    private static void connect(TlsContext client, TlsContext server, String protocol) throws Exception {
        EnginePair pair = new EnginePair(
                client, TlsEndpoint.client("localhost", 1).protocols(protocol), server, TlsEndpoint.server());
        pair.settle();
        pair.send(pair.client, "hello");
        assertEquals("hello", EnginePair.text(pair.server));
    }

    /** The first that is asked, and has nothing. */
    private static final class Spy extends Provider {
        @Serial
        private static final long serialVersionUID = 1;

        final transient List<String> searches = new CopyOnWriteArrayList<>();

        Spy() {
            super("Spy", "1", "has nothing");
        }

        @Override
        public @Nullable Service getService(String type, String algorithm) {
            Optional<String> caller = StackWalker.getInstance()
                    .walk(frames -> frames.map(StackFrame::getClassName)
                            .filter(name -> !name.startsWith(LookupsTest.class.getName()))
                            .filter(name -> !name.startsWith("java.security.")
                                    && !name.startsWith("javax.crypto.")
                                    && !name.startsWith("sun.security.jca."))
                            .findFirst());
            // What the JDK's own signatures ask for their hash is their business.
            caller.filter(name -> name.startsWith("tls.close.") || name.startsWith("org.bouncycastle."))
                    .ifPresent(name -> searches.add(name + " " + type + " " + algorithm));
            return null;
        }
    }
}
