// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.pki.TestPki;

/**
 * One backend against real programs: what the rules promise, and what the program's own log says of us. The tests are
 * in the interfaces, by topic; for a backend, extend this with its name.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class InteropTest
        implements WeCloseFirst, SlowReceivers, PeerClosesFirst, PeerIsCut, PlaintextAfterwards, WrongName {
    private final TlsProvider provider;
    private final TlsContext context;
    private PeerFiles files;

    InteropTest(String providerName) {
        TestPki pki = TestPki.rsa();
        provider = TlsProviders.get(providerName);
        try {
            context = provider.newContext(pki.server().keyManagers(), pki.trustManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(providerName + " refuses the test certificates", e);
        }
    }

    @BeforeAll
    void writeFiles(@TempDir Path directory) throws IOException {
        files = PeerFiles.write(directory);
    }

    @Override
    public final TlsProvider provider() {
        return provider;
    }

    @Override
    public final TlsContext context() {
        return context;
    }

    @Override
    public final PeerFiles files() {
        return files;
    }

    @Override
    public final void connect(Combination combination, UnaryOperator<TlsEndpoint> changed, Body body) throws Exception {
        combination.run(context, files, changed, body);
    }

    @Test
    void rule11_4_runsOnThePathThatIsMeant() {
        boolean named = Boolean.getBoolean("tls.close.modulePath");
        assertEquals(named, getClass().getModule().isNamed());
        assertEquals(named, provider.getClass().getModule().isNamed());
    }
}
