// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsEndpoint;

/** What an {@code SSLEngine} promises about the handshake and the data after it. */
class EngineHandshakeTest {

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void saysFinishedOnceAndIsThenNotHandshaking(Side side) throws Exception {
        EnginePair pair = EnginePair.of(side);
        pair.settle();
        for (EngineSide one : List.of(pair.client, pair.server)) {
            if (one.engine instanceof BcEngine) {
                long finished = one.results.stream()
                        .filter(result -> result.getHandshakeStatus() == HandshakeStatus.FINISHED)
                        .count();
                assertEquals(1, finished, one.results::toString);
            }
            assertFalse(one.isHandshaking());
        }
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void theSessionTellsWhatWasNegotiated(Side side) throws Exception {
        EnginePair pair = EnginePair.established(side);
        SSLSession client = pair.client.engine.getSession();
        SSLSession server = pair.server.engine.getSession();
        assertEquals(side.protocol(), client.getProtocol());
        assertEquals(side.protocol(), server.getProtocol());
        assertEquals(client.getCipherSuite(), server.getCipherSuite());
        assertTrue(List.of(pair.client.engine.getEnabledCipherSuites()).contains(client.getCipherSuite()));
        assertEquals("localhost", client.getPeerHost());
        assertEquals(4433, client.getPeerPort());
        assertTrue(client.isValid() && server.isValid());
        X509Certificate shown = (X509Certificate) client.getPeerCertificates()[0];
        assertEquals("CN=localhost", shown.getSubjectX500Principal().getName());
        assertFalse(shown.getClass().getName().startsWith("org.bouncycastle"));
        assertEquals(shown.getSubjectX500Principal(), client.getPeerPrincipal());
        assertArrayEquals(client.getPeerCertificates(), server.getLocalCertificates());
        assertThrows(SSLPeerUnverifiedException.class, server::getPeerCertificates);
        assertNull(client.getLocalCertificates());
        assertEquals(List.of(new SNIHostName("localhost")), ((ExtendedSSLSession) server).getRequestedServerNames());
        assertEquals(List.of(new SNIHostName("localhost")), ((ExtendedSSLSession) client).getRequestedServerNames());
    }

    @Test
    void beforeTheHandshakeTheSessionIsAPlaceholder() throws Exception {
        SSLEngine engine = EnginePair.of(new Side("bc", "bc", "TLSv1.3")).client.engine;
        assertEquals("NONE", engine.getSession().getProtocol());
        assertEquals("SSL_NULL_WITH_NULL_NULL", engine.getSession().getCipherSuite());
        assertFalse(engine.getSession().isValid());
        assertNull(engine.getHandshakeSession());
        assertNull(engine.getApplicationProtocol());
        assertThrows(SSLPeerUnverifiedException.class, () -> engine.getSession().getPeerPrincipal());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
        engine.beginHandshake();
        assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
        assertNull(engine.getHandshakeSession());
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void bulkDataArrivesWholeBothWaysInRandomPieces(Side side) throws Exception {
        EnginePair pair = EnginePair.established(side);
        Random random = new Random(side.hashCode());
        for (EngineSide from : List.of(pair.client, pair.server)) {
            byte[] sent = new byte[1 << 20];
            random.nextBytes(sent);
            ByteBuffer data = ByteBuffer.wrap(sent);
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            while (data.hasRemaining()) {
                ByteBuffer piece = data.slice(data.position(), Math.min(data.remaining(), random.nextInt(40_000)));
                while (piece.hasRemaining()) {
                    wire.writeBytes(from.wrap(piece));
                }
                data.position(data.position() + piece.position());
            }
            EngineSide to = pair.other(from);
            ByteBuffer bytes = ByteBuffer.wrap(wire.toByteArray());
            while (bytes.hasRemaining()) {
                byte[] piece = new byte[Math.min(bytes.remaining(), 1 + random.nextInt(40_000))];
                bytes.get(piece);
                to.arrives(piece);
                to.hear();
            }
            assertArrayEquals(sent, to.received.toByteArray());
        }
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void theHandshakeWorksByteByByte(Side side) throws Exception {
        EnginePair pair = EnginePair.of(side);
        pair.client.engine.beginHandshake();
        pair.server.engine.beginHandshake();
        int said;
        do {
            said = 0;
            for (EngineSide from : List.of(pair.client, pair.server)) {
                byte[] bytes = from.say();
                said += bytes.length;
                for (byte one : bytes) {
                    pair.other(from).arrives(new byte[] {one});
                    pair.other(from).hear();
                }
            }
        } while (said > 0);
        pair.exchange(); // The JDK's engine stops in the middle of a flight to say something itself.
        pair.send(pair.client, "hello");
        assertEquals("hello", EnginePair.text(pair.server));
    }

    @Test
    void thereIsAHandshakeSessionWhileCertificatesAreChecked() throws Exception {
        Side side = new Side("bc", "jsse", "TLSv1.3");
        SeeingTrustManager trust = new SeeingTrustManager();
        EnginePair pair = new EnginePair(
                Side.context("bc", new javax.net.ssl.KeyManager[0], new javax.net.ssl.TrustManager[] {trust}),
                TlsEndpoint.client("localhost", 1),
                side.serverContext(),
                TlsEndpoint.server());
        pair.settle();
        SSLSession seen = trust.session;
        assertNotNull(seen);
        assertEquals("TLSv1.3", seen.getProtocol());
        assertEquals("localhost", seen.getPeerHost());
        assertEquals("value", pair.client.engine.getSession().getValue("put by the trust manager"));
        assertNull(pair.client.engine.getHandshakeSession());
    }

    @Test
    void settingsAreChecked() {
        SSLEngine engine = EnginePair.of(new Side("bc", "bc", "TLSv1.3")).client.engine;
        IllegalArgumentException suite = assertThrows(
                IllegalArgumentException.class, () -> engine.setEnabledCipherSuites(new String[] {"TLS_MADE_UP"}));
        assertTrue(suite.toString().contains("TLS_MADE_UP"), suite::toString);
        IllegalArgumentException protocol = assertThrows(
                IllegalArgumentException.class, () -> engine.setEnabledProtocols(new String[] {"TLSv1.9"}));
        assertTrue(protocol.toString().contains("TLSv1.9"), protocol::toString);
        engine.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
        assertArrayEquals(
                new String[] {"TLS_AES_128_GCM_SHA256"},
                engine.getSSLParameters().getCipherSuites());
        assertEquals("HTTPS", engine.getSSLParameters().getEndpointIdentificationAlgorithm());
    }

    @Test
    void theSideCannotBeChangedOnceTheHandshakeHasBegun() throws Exception {
        SSLEngine engine = EnginePair.of(new Side("bc", "bc", "TLSv1.3")).client.engine;
        engine.setUseClientMode(false);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        assertThrows(IllegalArgumentException.class, () -> engine.setUseClientMode(false));
    }

    @Test
    void aHandshakeNeedsLeaveToMakeASession() throws Exception {
        SSLEngine engine = EnginePair.of(new Side("bc", "bc", "TLSv1.3")).client.engine;
        engine.setEnableSessionCreation(false);
        assertThrows(SSLException.class, engine::beginHandshake);
        assertTrue(engine.isInboundDone());
    }

    @Test
    void thereIsNoSecondHandshake() throws Exception {
        EnginePair pair = EnginePair.established(new Side("bc", "bc", "TLSv1.2"));
        assertThrows(SSLException.class, pair.client.engine::beginHandshake);
        pair.send(pair.client, "still alive");
        assertEquals("still alive", EnginePair.text(pair.server));
    }

    @Test
    void nothingIsWrappedWhileThePeerIsAwaited() throws Exception {
        EnginePair pair = EnginePair.of(new Side("bc", "bc", "TLSv1.3"));
        pair.client.engine.beginHandshake();
        pair.client.say();
        ByteBuffer data = ByteBuffer.wrap(new byte[10]);
        SSLEngineResult result = pair.client.engine.wrap(data, ByteBuffer.allocate(40_000));
        assertEquals(SSLEngineResult.Status.OK, result.getStatus());
        assertEquals(HandshakeStatus.NEED_UNWRAP, result.getHandshakeStatus());
        assertEquals(0, result.bytesConsumed() + result.bytesProduced());
        assertEquals(10, data.remaining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("12.4, 146: HelloRequests in the handshake are ignored, but not without end")
    void helloRequestsInTheHandshakeAreIgnoredButNotWithoutEnd(String protocol) throws Exception {
        EnginePair pair = EnginePair.of(new Side("bc", "jsse", protocol));
        pair.client.engine.beginHandshake();
        byte[] hello = pair.client.say();
        pair.client.arrives(helloRequests(32));
        pair.client.hear();
        pair.server.arrives(hello);
        pair.server.hear();
        pair.exchange();
        assertFalse(pair.client.isHandshaking());

        EngineSide flooded = EnginePair.of(new Side("bc", "jsse", protocol)).client;
        flooded.engine.beginHandshake();
        flooded.say();
        flooded.arrives(helloRequests(33));
        assertThrows(SSLHandshakeException.class, flooded::hear);
        assertArrayEquals(new byte[] {2, 10}, Arrays.copyOfRange(flooded.say(), 5, 7), "fatal, unexpected_message");
        assertTrue(flooded.engine.isInboundDone() && flooded.engine.isOutboundDone());
    }

    /** In one record, in clear. */
    private static byte[] helloRequests(int count) {
        int length = 4 * count;
        return ByteBuffer.allocate(5 + length)
                .put(new byte[] {22, 3, 3, (byte) (length >> 8), (byte) length})
                .array();
    }
}
