// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** The engine beyond what the TCK asks of every engine. */
class ContractEngineTest {
    private final TlsContext conscrypt;
    private final TlsContext jsse;

    ContractEngineTest() throws Exception {
        conscrypt = TestKeys.context("conscrypt");
        jsse = TestKeys.context("jsse");
    }

    // Buffers

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRecordForWhichThereIsNoRoomIsNotConsumed(String protocol) throws Exception {
        Engines pair = Engines.of(conscrypt, conscrypt, protocol).connected();
        ByteBuffer record = ByteBuffer.wrap(Engines.write(pair.client(), "data"));
        SSLEngineResult result = pair.server().unwrap(record, ByteBuffer.allocate(3));
        assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
        assertEquals(0, result.bytesConsumed());
        ByteBuffer[] scattered = {ByteBuffer.allocate(1), ByteBuffer.allocateDirect(100)};
        assertEquals(4, pair.server().unwrap(record, scattered).bytesProduced());
        assertEquals(1, scattered[0].position());
        assertEquals(3, scattered[1].position());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noDataIsTakenWithoutRoomForItsRecord(String protocol) throws Exception {
        Engines pair = Engines.of(conscrypt, conscrypt, protocol).connected();
        ByteBuffer data = ByteBuffer.wrap("data".getBytes(StandardCharsets.UTF_8));
        int size = pair.client().getSession().getPacketBufferSize();
        SSLEngineResult result = pair.client().wrap(data, ByteBuffer.allocate(size - 1));
        assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
        assertEquals(4, data.remaining());
        assertEquals(4, pair.client().wrap(data, ByteBuffer.allocate(size)).bytesConsumed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void dataIsGatheredAndDirectBuffersServe(String protocol) throws Exception {
        Engines pair = Engines.of(conscrypt, conscrypt, protocol).connected();
        ByteBuffer[] parts = {
            ByteBuffer.wrap(new byte[] {'a'}),
            ByteBuffer.allocateDirect(1).put((byte) 'b').flip()
        };
        ByteBuffer record = ByteBuffer.allocateDirect(40_000);
        assertEquals(2, pair.client().wrap(parts, record).bytesConsumed());
        ByteBuffer data = ByteBuffer.allocateDirect(40_000);
        assertEquals(2, pair.server().unwrap(record.flip(), data).bytesProduced());
        assertEquals("ab", StandardCharsets.UTF_8.decode(data.flip()).toString());
    }

    @Test
    void readOnlyTargetsAreRefused() throws Exception {
        Engines pair = Engines.of(conscrypt, conscrypt, "TLSv1.3").connected();
        ByteBuffer target = ByteBuffer.allocate(40_000).asReadOnlyBuffer();
        ByteBuffer source = ByteBuffer.allocate(10);
        assertThrows(ReadOnlyBufferException.class, () -> pair.client().wrap(source, target));
        assertThrows(ReadOnlyBufferException.class, () -> pair.client().unwrap(source, target));
    }

    // Closing

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void writingGoesOnAfterThePeersCloseNotify(String protocol) throws Exception {
        Engines pair = Engines.of(conscrypt, conscrypt, protocol).connected();
        pair.client().closeOutbound();
        Engines.hear(pair.server(), Engines.say(pair.client()));
        assertTrue(pair.server().isInboundDone());
        assertFalse(pair.server().isOutboundDone());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.server().getHandshakeStatus());
        assertEquals("goes on", Engines.hear(pair.client(), Engines.write(pair.server(), "goes on")));
        pair.server().closeOutbound();
        Engines.hear(pair.client(), Engines.say(pair.server()));
        assertTrue(pair.client().isInboundDone() && pair.client().isOutboundDone());
        assertTrue(pair.server().isInboundDone() && pair.server().isOutboundDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void afterAnEarlyCloseInboundTheOutputIsStillOpen(String protocol) throws Exception {
        Engines pair = Engines.of(conscrypt, conscrypt, protocol).connected();
        assertThrows(SSLException.class, pair.client()::closeInbound);
        ByteBuffer data = ByteBuffer.wrap("data".getBytes(StandardCharsets.UTF_8));
        ByteBuffer record = ByteBuffer.allocate(40_000);
        assertEquals(Status.OK, pair.client().wrap(data, record).getStatus());
        pair.client().closeOutbound();
        Engines.say(pair.client());
        assertEquals(Status.CLOSED, Engines.wrap(pair.client()).getStatus());
        assertEquals(0, Engines.write(pair.client(), "late").length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whatIsNoRecordIsAnsweredWithAFatalAlert(String protocol) throws Exception {
        Engines pair = Engines.of(conscrypt, conscrypt, protocol).connected();
        byte[] garbage = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        SSLException thrown = assertThrows(SSLException.class, () -> Engines.unwrap(pair.server(), garbage));
        assertTrue(String.valueOf(thrown.getMessage()).contains("0x47"), thrown.toString());
        assertEquals(HandshakeStatus.NEED_WRAP, pair.server().getHandshakeStatus());
        byte[] alert = Engines.say(pair.server());
        SSLException heard = assertThrows(SSLException.class, () -> Engines.hear(pair.client(), alert));
        assertTrue(BoringSslError.alert(heard).isPresent(), heard.toString());
        assertEquals(0, Engines.say(pair.client()).length, "a fatal alert is not answered");
        assertTrue(pair.client().isOutboundDone() && pair.client().isInboundDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theSessionOutlivesTheEngine(String protocol) throws Exception {
        Engines pair = Engines.of(conscrypt, conscrypt, protocol).connected();
        pair.client().closeOutbound();
        Engines.hear(pair.server(), Engines.say(pair.client()));
        pair.server().closeOutbound();
        Engines.hear(pair.client(), Engines.say(pair.server()));
        assertTrue(pair.client().getSession().isValid());
        assertEquals(protocol, pair.client().getSession().getProtocol());
        assertEquals(1, pair.client().getSession().getPeerCertificates().length);
        Certificate[] shown = pair.server().getSession().getLocalCertificates();
        assertNotNull(shown);
        assertEquals(1, shown.length);
    }

    // Resumption

    /** Else a name that was checked for one purpose would count as checked for another. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSessionWhoseHostNameWasNotCheckedIsNotResumedWhereItIs(String protocol) throws Exception {
        TlsEndpoint wrong = TlsEndpoint.client("wrong.test", 443).protocols(protocol);
        for (int i = 0; i < 2; i++) {
            Engines unchecked = of(wrong.withoutHostNameCheck(), protocol).connected();
            Engines.hear(unchecked.client(), Engines.write(unchecked.server(), "with tickets before it"));
        }
        assertThrows(SSLHandshakeException.class, () -> of(wrong, protocol).connected());
        TlsEndpoint alias =
                TlsEndpoint.client("localhost", 443).serverName("alias.test").protocols(protocol);
        Engines rightHost = of(alias, protocol).connected();
        Engines.hear(rightHost.client(), Engines.write(rightHost.server(), "with tickets before it"));
        assertThrows(
                SSLHandshakeException.class,
                () -> of(wrong.serverName("alias.test"), protocol).connected());
    }

    private Engines of(TlsEndpoint client, String protocol) {
        return new Engines(
                conscrypt.newEngine(client),
                conscrypt.newEngine(TlsEndpoint.server().protocols(protocol)));
    }

    // Handshakes

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("a second handshake is refused, and the connection goes on")
    void aSecondHandshakeIsRefusedAndNothingElse(String protocol) throws Exception {
        Engines pair = Engines.of(conscrypt, conscrypt, protocol).connected();
        assertThrows(SSLException.class, pair.client()::beginHandshake);
        assertEquals("still alive", Engines.hear(pair.server(), Engines.write(pair.client(), "still alive")));
        assertTrue(pair.client().getSession().isValid());
    }

    @Test
    void theJdkAsksForARenegotiationAndGetsIt() throws Exception {
        Engines pair = Engines.of(conscrypt, jsse, "TLSv1.2").connected();
        pair.server().beginHandshake();
        Engines.hear(pair.client(), Engines.say(pair.server()));
        assertNotEquals(HandshakeStatus.NOT_HANDSHAKING, pair.client().getHandshakeStatus());
        for (int i = 0; i < 4; i++) {
            Engines.hear(pair.server(), Engines.say(pair.client()));
            Engines.hear(pair.client(), Engines.say(pair.server()));
        }
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.client().getHandshakeStatus());
        assertEquals("again", Engines.hear(pair.server(), Engines.write(pair.client(), "again")));
        pair.client().closeOutbound();
        assertNotEquals(0, Engines.say(pair.client()).length);
    }

    /** The JDK's engine asks for a key update where it is told to begin another handshake. */
    @Test
    @DisplayName("E10, 144: however often key updates are asked for, there is one answer at most")
    void keyUpdatesLeaveOneAnswerAtMost() throws Exception {
        Engines pair = Engines.of(conscrypt, jsse, "TLSv1.3").connected();
        SSLEngine asked = pair.client();
        SSLEngine asking = pair.server();
        for (int i = 0; i < 1000; i++) {
            asking.beginHandshake();
            ByteBuffer records = ByteBuffer.allocate(40_000);
            ByteBuffer data = ByteBuffer.wrap(new byte[] {'.'}); // BoringSSL wants some in between.
            while (data.hasRemaining()) {
                asking.wrap(data, records);
            }
            assertEquals(".", Engines.hear(asked, Arrays.copyOf(records.array(), records.position())));
            assertTrue(records.position() > 40, "a key update and data");
        }
        byte[] all = Engines.write(asked, "under new keys");
        assertTrue(all.length < 100, "one answer and the data, but " + all.length + " bytes");
        assertEquals("under new keys", Engines.hear(asking, all));
    }

    /** An empty name is the selector's way to go on without one, and null its way to refuse. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theSelectorIsShownOurEngineAndDecides(String protocol) throws Exception {
        Engines chosen = selecting(protocol, "second");
        assertEquals("second", chosen.connected().client().getApplicationProtocol());
        assertEquals("", selecting(protocol, "").connected().client().getApplicationProtocol());
        Engines refused = selecting(protocol, null);
        assertThrows(SSLHandshakeException.class, refused::connected);
        byte[] alert = Engines.say(refused.server());
        SSLException heard = assertThrows(SSLException.class, () -> Engines.hear(refused.client(), alert));
        assertEquals(120, BoringSslError.alert(heard).orElse(-1));
    }

    @SuppressWarnings("NullAway") // A selector may return null.
    private Engines selecting(String protocol, @Nullable String choice) {
        Engines pair = Engines.of(conscrypt, conscrypt, protocol);
        SSLParameters parameters = pair.client().getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"first", "second"});
        pair.client().setSSLParameters(parameters);
        SSLEngine server = pair.server();
        server.setHandshakeApplicationProtocolSelector((engine, offered) -> {
            assertEquals(server, engine);
            assertEquals(List.of("first", "second"), offered);
            return choice;
        });
        return pair;
    }
}
