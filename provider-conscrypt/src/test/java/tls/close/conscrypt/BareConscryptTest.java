// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Conscrypt does without us: each test is the reason of a line in {@link ContractEngine} or near it. Where one fails
 * with a new version of Conscrypt, that line may have to change, or may no longer be needed.
 */
class BareConscryptTest {

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void ruleE2_itSaysClosedWhileItDelivers(String protocol) throws Exception {
        Engines pair = Engines.bare(protocol).connected();
        byte[] late = Engines.write(pair.server(), "late");
        pair.client().closeOutbound();
        Engines.say(pair.client());
        SSLEngineResult result = Engines.unwrap(pair.client(), late);
        assertEquals(Status.CLOSED, result.getStatus());
        assertEquals(4, result.bytesProduced());
        assertFalse(pair.client().isInboundDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void ruleE5_itShowsNoPendingAlert(String protocol) throws Exception {
        Engines pair = Engines.bare(protocol).connected();
        pair.client().closeOutbound();
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.client().getHandshakeStatus());
        assertFalse(pair.client().isOutboundDone());
        assertNotEquals(0, Engines.say(pair.client()).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void ruleE4_itTakesAnEarlyEndInSilenceAndWritesOn(String protocol) throws Exception {
        Engines pair = Engines.bare(protocol).connected();
        assertDoesNotThrow(pair.client()::closeInbound);
        ByteBuffer record = ByteBuffer.allocate(40_000);
        SSLEngineResult result = pair.client().wrap(ByteBuffer.wrap("data".getBytes(StandardCharsets.UTF_8)), record);
        assertEquals(Status.CLOSED, result.getStatus());
        assertEquals(4, result.bytesConsumed());
        assertNotEquals(0, result.bytesProduced());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void ruleE7_itSaysNothingInMidHandshake(String protocol) throws Exception {
        Engines pair = Engines.bare(protocol);
        pair.client().beginHandshake();
        assertNotEquals(0, Engines.say(pair.client()).length);
        pair.client().closeOutbound();
        assertEquals(0, Engines.say(pair.client()).length);
        assertTrue(pair.client().isOutboundDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void itAnswersCloseNotifyByItselfUnlessThereIsNoRoom(String protocol) throws Exception {
        Engines answering = Engines.bare(protocol).connected();
        answering.client().closeOutbound();
        Engines.unwrap(answering.server(), Engines.say(answering.client()));
        assertFalse(answering.server().isOutboundDone());
        assertNotEquals(0, Engines.say(answering.server()).length);
        assertTrue(answering.server().isOutboundDone());

        Engines leaving = Engines.bare(protocol).connected();
        leaving.client().closeOutbound();
        leaving.server().unwrap(ByteBuffer.wrap(Engines.say(leaving.client())), ByteBuffer.allocate(0));
        assertTrue(leaving.server().isInboundDone());
        assertEquals("goes on", Engines.hear(leaving.client(), Engines.write(leaving.server(), "goes on")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void itConsumesARecordForWhichThereIsNoRoom(String protocol) throws Exception {
        Engines pair = Engines.bare(protocol).connected();
        byte[] record = Engines.write(pair.client(), "data");
        SSLEngineResult result = pair.server().unwrap(ByteBuffer.wrap(record), ByteBuffer.allocate(1));
        assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
        assertEquals(record.length, result.bytesConsumed());
    }

    @Test
    void itThrowsAtWhatIsNoRecordButDoesNotFail() throws Exception {
        Engines pair = Engines.bare("TLSv1.3").connected();
        byte[] garbage = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThrows(SSLException.class, () -> Engines.unwrap(pair.server(), garbage));
        assertFalse(pair.server().isInboundDone());
        assertEquals(0, Engines.say(pair.server()).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void itsSessionIsNoLongerValidWhenItIsFreed(String protocol) throws Exception {
        Engines pair = Engines.bare(protocol).connected();
        assertTrue(pair.client().getSession().isValid());
        pair.client().closeOutbound();
        Engines.hear(pair.server(), Engines.say(pair.client()));
        Engines.hear(pair.client(), Engines.say(pair.server()));
        assertTrue(pair.client().isInboundDone() && pair.client().isOutboundDone());
        assertFalse(pair.client().getSession().isValid());
    }

    @Test
    void itTakesTheNameOfSniForTheHost() throws Exception {
        SSLEngine engine = TestKeys.bare().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("virtual.test")));
        engine.setSSLParameters(parameters);
        assertEquals("virtual.test", engine.getPeerHost());
        engine.closeOutbound();
    }

    @Test
    void itGoesOnWithoutAnApplicationProtocolInCommon() throws Exception {
        Engines pair = Engines.bare("TLSv1.3");
        offer(pair.client(), "first");
        offer(pair.server(), "second");
        pair.connected();
        assertNull(pair.client().getApplicationProtocol());
        assertTrue(pair.client().getSession().isValid());
    }

    /** In one, it would say that the handshake is over, and could not make a close_notify. */
    @Test
    void itMakesNoFalseStart() throws Exception {
        Engines pair = Engines.bare("TLSv1.2");
        offer(pair.client(), "any");
        offer(pair.server(), "any");
        pair.client().beginHandshake();
        Engines.hear(pair.server(), Engines.say(pair.client()));
        Engines.hear(pair.client(), Engines.say(pair.server()));
        Engines.say(pair.client());
        assertEquals(HandshakeStatus.NEED_UNWRAP, pair.client().getHandshakeStatus());
        assertEquals(0, Engines.write(pair.client(), "early").length);
    }

    private static void offer(SSLEngine engine, String protocol) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        engine.setSSLParameters(parameters);
    }

    @Test
    void itTakesAnyCipherSuiteOfTls13() throws Exception {
        Engines pair = Engines.bare("TLSv1.3");
        pair.client().setEnabledCipherSuites(new String[] {"TLS_CHACHA20_POLY1305_SHA256"});
        pair.connected();
        assertNotEquals(
                "TLS_CHACHA20_POLY1305_SHA256", pair.client().getSession().getCipherSuite());
    }

    @Test
    void itShowsAnEngineThatIsNotTheOneItGaveOut() throws Exception {
        List<SSLEngine> shown = new ArrayList<>();
        Engines pair = Engines.bare("TLSv1.3");
        offer(pair.client(), "any");
        SSLEngine server = pair.server();
        server.setHandshakeApplicationProtocolSelector((engine, names) -> {
            shown.add(engine);
            return names.get(0);
        });
        pair.connected();
        assertTrue(Conscrypt.isConscrypt(shown.get(0)));
    }

    @Test
    void itsContextOpensASocketToSayWhatItSupports() throws Exception {
        boolean opened = false;
        for (int i = 0; i < 100 && !opened; i++) { // Others may be collected meanwhile.
            long before = Descriptors.count();
            TestKeys.bare().getSupportedSSLParameters();
            opened = Descriptors.count() > before;
        }
        assertTrue(opened);
    }
}
