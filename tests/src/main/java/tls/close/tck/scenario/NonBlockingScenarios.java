// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.Random;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** O: non-blocking, and resumable at every byte. In memory, where the transport takes and gives exactly what it should. */
public abstract class NonBlockingScenarios {
    private static final int MANY = 10_000;

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_2_scenario120_closeNotifyIsNeitherLostNorDoubledWhereverItStops(Setting setting) throws Exception {
        int length = closeNotifyLength(setting);
        for (int accepted = 0; accepted < length; accepted++) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                session.wire().acceptOnly(accepted);
                assertEquals(Progress.WANT_WRITE, connection.bye(SHUT_WR));
                assertEquals(SelectionKey.OP_WRITE, connection.interestOps());
                assertEquals(Progress.WANT_WRITE, connection.bye(SHUT_WR), "nothing has changed");
                assertEquals(accepted, session.wire().written().length);
                session.wire().acceptAll();
                assertEquals(Progress.DONE, connection.bye(SHUT_WR));
                assertEquals(Progress.DONE, connection.bye(SHUT_WR));
                assertEquals(length, session.wire().written().length);
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
            }
        }
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule2_1_scenario8_dataThatTheTransportDidNotTakeGoesOutBeforeCloseNotify(Setting setting) throws Exception {
        for (int accepted = 0; accepted < 40; accepted++) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                session.wire().acceptOnly(accepted);
                ByteBuffer text = ByteBuffer.wrap("eleven byte".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                connection.write(text);
                assertEquals(0, text.remaining(), "one record is taken even if the transport does not take it");
                connection.bye(SHUT_WR);
                session.wire().acceptAll();
                assertEquals(Progress.DONE, connection.bye(SHUT_WR));
                assertEquals("eleven byte", session.heard().text());
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
            }
        }
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_2_scenario121_theTransportMayGiveOneByteForEachRead(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().readAtMost(1);
            session.wire().writeAtMost(1);
            session.wire().far().send(session.heard().say(data("slowly"), closeNotify()));
            assertEquals("slowly", session.subject().readTextToEnd());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        }
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_1_scenario123_eachByteOfThePeersCloseNotifyIsWaitedFor(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            TlsConnection connection = session.subject().connection();
            byte[] flight = session.heard().say(closeNotify());
            for (byte each : flight) {
                session.wire().clearObservations();
                assertEquals(Progress.WANT_READ, connection.bye(SHUT_RDWR));
                assertEquals(SelectionKey.OP_READ, connection.interestOps());
                assertTrue(session.wire().readCalls() <= 2, "reads in one call: " + session.wire());
                session.wire().far().send(each);
            }
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            assertEquals(0, connection.interestOps());
        }
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule2_4_scenario125_whenAllIsDoneFurtherCallsTouchNothing(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().far().send(session.heard().say(closeNotify()));
            session.subject().bye(SHUT_RDWR);
            session.wire().clearObservations();
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
            session.subject().connection().close();
            assertEquals(0, session.wire().readCalls() + session.wire().writeCalls());
        }
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_2_scenario122_anyScheduleOfTheTransportEndsTheSame(Setting setting) throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                byte[] ours = bytes(random);
                byte[] flight = session.heard().say(data(bytes(random)), closeNotify());
                ByteBuffer left = ByteBuffer.wrap(ours);
                Progress progress = Progress.WANT_WRITE;
                int sent = 0;
                for (int call = 0; call < MANY && progress != Progress.DONE; call++) {
                    sent += send(session.wire(), flight, sent, random.nextInt(500));
                    session.wire().acceptOnly(random.nextInt(500));
                    session.wire().readAtMost(1 + random.nextInt(500));
                    if (left.hasRemaining()) {
                        connection.write(left);
                    } else {
                        progress = connection.bye(SHUT_RDWR);
                    }
                }
                long failing = seed;
                assertEquals(Progress.DONE, progress, () -> "seed " + failing + ": " + session);
                assertArrayEquals(ours, session.heard().data(), () -> "seed " + failing);
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts(), () -> "seed " + failing);
            }
        }
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(20_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static int send(MemoryWire wire, byte[] flight, int from, int most) throws java.io.IOException {
        int count = Math.min(most, flight.length - from);
        wire.far().send(java.util.Arrays.copyOfRange(flight, from, from + count));
        return count;
    }

    private static int closeNotifyLength(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.subject().bye(SHUT_WR);
            return session.wire().written().length;
        }
    }
}
