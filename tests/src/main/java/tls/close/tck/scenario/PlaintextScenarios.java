// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.plaintext;
import static tls.close.tck.peer.Messages.raw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import tls.close.CloseReport.First;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.PlainTransport;
import tls.close.tck.harness.ReadAhead;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AfterCloseNotify;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;
import tls.close.tck.wire.TlsRecord;

/** N: after the goodbye the transport carries plaintext, to the byte. */
public abstract class PlaintextScenarios {
    private static final int MEBIBYTE = 1 << 20;

    @Settings
    void rule5_2_scenario111_plaintextInTheSegmentOfTheCloseNotifyIsLeftByBye(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.peer().send(data("late"), closeNotify(), plaintext("220 next\r\n"));
            assertEquals(Progress.DONE, bye.result());
            assertEquals("220 next\r\n", session.readPlaintext(10));
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule5_2_scenario111_plaintextInTheSegmentOfTheCloseNotifyIsLeftByRead(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("the end"), closeNotify(), plaintext("220 next\r\n"));
            assertEquals("the end", session.subject().readTextToEnd());
            assertEquals(10, session.wire().unread());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals("220 next\r\n", session.readPlaintext(10));
        }
    }

    /** It would be read by an implementation that looks at the next record's header. */
    @Settings
    void rule5_2_scenario111_plaintextThatLooksLikeARecordIsLeftToo(Setting setting) throws Exception {
        byte[] fake = TlsRecord.of(ContentType.ALERT, (byte) 2, (byte) 40).bytes();
        try (Session session = setting.connect()) {
            session.arrive(closeNotify(), raw(fake));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertTrue(session.subject().report().transportReusable(), session::toString);
            assertArrayEquals(fake, plain(session, setting).read(fake.length));
        }
    }

    @Settings
    void rule5_2_scenario112_plaintextThatWasHereBeforeByeIsLeft(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            session.arrive(plaintext("220 "));
            session.arrive(plaintext("next\r\n"));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals("220 next\r\n", session.readPlaintext(10));
        }
    }

    /** A blocking channel is left out of what is done at each of some thirty places: it is driven like the other one. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule5_2_scenario113_theSegmentsMayEndAnywhere(Setting setting) throws Exception {
        int split = 1;
        while (carriesPlaintextSplitAt(split, setting)) {
            split++;
        }
    }

    /** Returns whether there is still a place for another split behind this one. */
    private static boolean carriesPlaintextSplitAt(int split, Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            byte[] alert = session.heard().say(closeNotify());
            byte[] both = session.heard().say(raw(alert), plaintext("plain"));
            session.arrive(raw(Arrays.copyOf(both, split)));
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.wire().awaitRead(Math.max(0, split - alert.length));
            session.far().send(Arrays.copyOfRange(both, split, both.length));
            assertEquals(Progress.DONE, bye.result());
            assertEquals("plain", session.readPlaintext(5), () -> "split at " + split + ", " + session);
            return split + 1 < both.length;
        }
    }

    @Settings
    void rule5_3_scenario114_plaintextRightBehindOurCloseNotifyIsReadByThePeer(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .peer(options -> options.withAfterCloseNotify(AfterCloseNotify.PLAINTEXT))
                .open()) {
            session.handshake();
            session.arrive(closeNotify());
            session.subject().write("data");
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.writePlaintext("QUIT\r\n");
            session.peer().expectData("data");
            session.peer().expectPlaintext("QUIT\r\n");
            Ends.assertOrderly(session, First.LOCAL);
        }
    }

    @Settings
    void rule5_3_scenario114_aMebibyteOfPlaintextEachWayArrivesUnchanged(Setting setting) throws Exception {
        byte[] ours = noise(1);
        byte[] theirs = noise(2);
        try (Session session = setting.connect()) {
            BackgroundCall<byte[]> owner = session.start(() -> {
                assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
                PlainTransport plain = plain(session, setting);
                byte[] received = plain.read(MEBIBYTE);
                plain.write(ours);
                return received;
            });
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify(), raw(theirs)); // one write, so the first of them share a segment
            assertArrayEquals(ours, session.far().receiveExactly(MEBIBYTE));
            assertArrayEquals(theirs, owner.result());
            assertTrue(session.subject().report().transportReusable(), session::toString);
        }
    }

    private static PlainTransport plain(Session session, Setting setting) throws Exception {
        return PlainTransport.of(session.wire(), setting.nearEnd());
    }

    private static byte[] noise(int seed) {
        byte[] bytes = new byte[MEBIBYTE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    // Bytes that somebody has read before

    @Settings(roles = Role.SERVER, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule5_2_scenario117_whatWasReadBeforeComesFirstAndWhatFollowsIsLeft(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting);
        MemoryWire wire = MemoryWire.nonBlocking();
        PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
        ReadAhead channel = new ReadAhead(wire.near());
        peer.pump();
        assertTrue(channel.peek() > 0, "no ClientHello");
        try (TlsConnection connection = options.context().open(channel, options.endpoint())) {
            peer.alternate(() -> connection.handshake() == Progress.DONE);
            assertEquals(Progress.DONE, connection.bye(SHUT_WR));
            peer.send(data("late"), closeNotify(), plaintext("220 next\r\n"));
            assertTrue(channel.peek() > 0, "no answer");
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            assertEquals("220 next\r\n", channel.rest());
            assertEquals(4, connection.report().discardedBytes(), connection::toString);
        }
    }

    /** An engine has no transport: what was read before is where everything is, in its caller's buffer. */
    @Settings(roles = Role.SERVER, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule5_2_scenario117_anEngineTakesOfABufferWhatIsItsOwn(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting);
        ScriptedPeer peer = options.scriptedPeer();
        SSLEngine engine = options.context().newEngine(options.endpoint());
        ByteBuffer in = ByteBuffer.allocate(1 << 16).put(peer.take()).flip();
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        ByteBuffer read = ByteBuffer.allocate(1 << 16);
        engine.beginHandshake();
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
                default -> {
                    if (!in.hasRemaining()) {
                        peer.offer(taken(out));
                        in.clear().put(peer.take()).flip();
                    }
                    engine.unwrap(in, read);
                }
            }
        }
        peer.offer(taken(out));
        in.clear()
                .put(peer.say(data("hello"), closeNotify()))
                .put("220 next".getBytes(StandardCharsets.UTF_8))
                .flip();
        while (!engine.isInboundDone()) {
            engine.unwrap(in, read);
        }
        assertEquals("hello", StandardCharsets.UTF_8.decode(read.flip()).toString());
        assertEquals("220 next", StandardCharsets.UTF_8.decode(in).toString());
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            engine.wrap(ByteBuffer.allocate(0), out);
        }
    }

    private static byte[] taken(ByteBuffer out) {
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes).clear();
        return bytes;
    }
}
