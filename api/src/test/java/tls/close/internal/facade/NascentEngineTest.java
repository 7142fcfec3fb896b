// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import tls.close.CloseLimits;
import tls.close.TlsEndpoint;
import tls.close.internal.connection.Owner;

/** Rule S7: an engine that is replaced has what it was told, and nothing that only the one before it had. */
class NascentEngineTest {
    private static final String[] PROTOCOLS = {"TLSv1.2"};
    private static final String[] SUITES = {"TLS_AES_256_GCM_SHA384"};
    private static final SNIMatcher MATCHER = SNIHostName.createSNIMatcher("server\\.test");

    private final NascentEngine nascent = new NascentEngine(
            new Terms(new Backend(), UnaryOperator.identity(), CloseLimits.NONE), Side.CLIENT, Optional.empty());

    /** An engine of the JDK's whose defaults are different ones on each side. */
    private static final class Backend implements Backing {
        @Override
        public SSLEngine newEngine(TlsEndpoint endpoint) {
            try {
                SSLEngine engine = SSLContext.getDefault().createSSLEngine();
                engine.setUseClientMode(endpoint.isClient());
                SSLParameters parameters = endpoint.sslParameters();
                if (endpoint.isClient()) {
                    parameters.setProtocols(new String[] {"TLSv1.3"});
                    parameters.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
                    parameters.setAlgorithmConstraints(new Anything());
                    parameters.setSNIMatchers(List.of(MATCHER));
                }
                engine.setSSLParameters(parameters);
                return engine;
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public TlsEndpoint clientOfUnknown() {
            return TlsEndpoint.client("unknown.test", 1);
        }

        @Override
        public boolean canServe() {
            return true;
        }

        @Override
        public Owner owner() {
            throw new AssertionError("nothing is opened");
        }
    }

    private static final class Anything implements AlgorithmConstraints {
        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
            return true;
        }
    }

    @Test
    void ruleS7_whatWasNotSaidIsNotTakenToTheOtherSide() {
        nascent.tell(new SSLParameters());
        nascent.useSide(Side.SERVER);
        SSLParameters server = nascent.engine().getSSLParameters();
        SSLParameters usual = new Backend().newEngine(TlsEndpoint.server()).getSSLParameters();
        assertArrayEquals(usual.getProtocols(), server.getProtocols());
        assertArrayEquals(usual.getCipherSuites(), server.getCipherSuites());
        assertNotEquals(Anything.class, server.getAlgorithmConstraints().getClass());
        assertTrue(server.getSNIMatchers() == null || server.getSNIMatchers().isEmpty());
    }

    @Test
    void ruleS7_whatWasSaidIsTakenToTheOtherSide() {
        SSLParameters said = new SSLParameters(SUITES, PROTOCOLS);
        AlgorithmConstraints constraints = new Anything();
        said.setAlgorithmConstraints(constraints);
        SNIMatcher matcher = SNIHostName.createSNIMatcher("other\\.test");
        said.setSNIMatchers(List.of(matcher));
        nascent.tell(said);
        nascent.useSide(Side.SERVER);
        SSLParameters server = nascent.engine().getSSLParameters();
        assertArrayEquals(PROTOCOLS, server.getProtocols());
        assertArrayEquals(SUITES, server.getCipherSuites());
        assertSame(constraints, server.getAlgorithmConstraints());
        assertEquals(List.of(matcher), List.copyOf(server.getSNIMatchers()));
    }

    @Test
    void ruleS7_anEngineThatHasBegunStays() {
        SSLEngine begun = nascent.begin();
        nascent.meet(Optional.of(new Peer("server.test", 443)));
        nascent.useSide(Side.CLIENT);
        assertSame(begun, nascent.engine());
        assertTrue(begun.getUseClientMode());
        assertNotSame(begun, nascent.copy().engine());
    }

    /** One sets it up, another one begins. */
    @Test
    void ruleS7_eachCallMayComeFromAnotherThread() throws Exception {
        List<Consumer<NascentEngine>> calls = List.of(
                NascentEngine::engine,
                NascentEngine::copy,
                each -> each.useSide(Side.SERVER),
                each -> each.meet(Optional.of(new Peer("server.test", 443))),
                each -> each.tell(new SSLParameters()),
                each -> each.tell(engine -> engine.setEnableSessionCreation(true)),
                NascentEngine::begin,
                each -> each.useSide(Side.SERVER));
        for (Consumer<NascentEngine> call : calls) {
            call.accept(nascent);
            CompletableFuture.runAsync(nascent::copy).get(10, TimeUnit.SECONDS);
        }
    }
}
