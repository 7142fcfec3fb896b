// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.emptyData;
import static tls.close.tck.peer.Messages.keyUpdate;
import static tls.close.tck.peer.Messages.newSessionTicket;
import static tls.close.tck.peer.Messages.raw;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Tunnel;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.NearEnd;

/** O and S: a call on a transport that doesn't block comes back, whatever the peer sends, and none is made for nothing. */
public abstract class FloodScenarios {
    /** More records than one call takes, however many that is. */
    private static final int MANY = 1_000;

    /** What other connections have to wait for at most. */
    private static final int BOUND = 512;

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_5_scenario145_ticketsWithoutEnd(Setting setting) throws Exception {
        assertComesBack(setting, MANY, newSessionTicket());
    }

    /** Empty records in TLS 1.2, key updates in TLS 1.3. A backend may refuse so many, sooner than it would come back. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_5_scenario145_recordsWithoutDataWithoutEnd(Setting setting) throws Exception {
        PeerMessage each = setting.version() == TlsVersion.TLS_1_3 ? keyUpdate() : emptyData();
        try {
            assertComesBack(setting, MANY, each);
        } catch (SSLException e) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.wire().far().send(flood(session, MANY, each));
                assertThrows(
                        SSLException.class, () -> session.subject().connection().read(ByteBuffer.allocate(1)));
                assertTrue(session.subject().report().controlRecords() <= BOUND, session::toString);
            }
        }
    }

    /** Both of {@code read} and {@code bye}, in as many calls as it takes; then what was behind the flood. */
    private static void assertComesBack(Setting setting, int count, PeerMessage each) throws Exception {
        for (boolean bye : new boolean[] {false, true}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                assertEquals(Progress.DONE, connection.bye(SHUT_WR));
                session.wire().far().send(flood(session, count, each));
                session.say(data("behind"), closeNotify());
                int calls = 0;
                long before = 0;
                ByteBuffer text = ByteBuffer.allocate(6);
                while (bye ? connection.bye(SHUT_RDWR) != Progress.DONE : connection.read(text) == 0) {
                    assertEquals(SelectionKey.OP_READ, connection.interestOps(), session::toString);
                    long now = connection.report().controlRecords();
                    assertTrue(now > before && now - before <= BOUND, "from " + before + " to " + now);
                    before = now;
                    calls++;
                }
                assertTrue(calls >= count / BOUND, "calls: " + calls);
                assertEquals(count, connection.report().controlRecords(), session::toString);
                assertEquals(bye ? 6 : 0, connection.report().discardedBytes(), session::toString);
                assertEquals(bye ? 0 : 6, text.position());
            }
        }
    }

    private static byte[] flood(MemorySession session, int count, PeerMessage each) throws IOException {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            flood.writeBytes(session.heard().say(each));
        }
        return flood.toByteArray();
    }

    /** What lies in our own memory makes no selector fire: the call goes on until there is none of it. */
    @Settings(roles = Role.CLIENT)
    void rule6_5_scenario164_aFloodInsideOneOuterRecord(Setting setting) throws Exception {
        boolean tickets = setting.version() == TlsVersion.TLS_1_3;
        // As many as fit into a record; BoringSSL takes 32 empty records in a row, which are its own limit.
        int count = tickets ? 200 : 32;
        try (Tunnel tunnel = Tunnel.connect(setting)) {
            TlsConnection inner = tunnel.inner().connection();
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                flood.writeBytes(tunnel.innerPeer().peer().say(tickets ? newSessionTicket() : emptyData()));
            }
            flood.writeBytes(tunnel.innerPeer().peer().say(data("behind")));
            assertTrue(flood.size() <= 1 << 14, "bytes: " + flood.size());
            tunnel.outer().arrive(data(flood.toByteArray()));
            ByteBuffer text = ByteBuffer.allocate(6);
            assertEquals(6, inner.read(text), tunnel::toString);
        }
    }

    /** A flood of unprotected records before any key is there; each is one of the handshake's. */
    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule12_4_scenario145_oneHandshakeCallComesBack(Setting setting) throws Exception {
        byte[] helloRequest = {22, 3, 3, 0, 4, 0, 0, 0, 0};
        try (Session session = setting.open()) {
            TlsConnection connection = session.subject().connection();
            assertEquals(Progress.WANT_READ, connection.handshake());
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < MANY; i++) {
                flood.writeBytes(helloRequest);
            }
            session.arrive(raw(flood.toByteArray()));
            Progress progress = Progress.WANT_READ;
            int calls = 0;
            try {
                while (session.wire().unread() > 0 && progress == Progress.WANT_READ) {
                    int before = session.wire().unread();
                    progress = connection.handshake();
                    calls++;
                    int taken = before - session.wire().unread();
                    assertTrue(taken <= BOUND * helloRequest.length, "bytes in one call: " + taken);
                }
                assertTrue(calls > 1, "calls: " + calls);
            } catch (IOException e) {
                assertTrue(calls <= MANY, e::toString); // It has refused them.
            }
        }
    }

    /** An event loop that follows {@code interestOps()} is not woken while nothing happens. */
    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_4_scenario124_aLoopDoesNotSpinWhileNothingHappens(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            TlsConnection connection = session.subject().connection();
            assertEquals(0, connection.read(ByteBuffer.allocate(1)));
            assertEquals(SelectionKey.OP_READ, connection.interestOps());
            CloseLimits shortly = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(150));
            assertEquals(Progress.WANT_READ, connection.bye(SHUT_RDWR, shortly));
            assertEquals(
                    SelectionKey.OP_READ, connection.interestOps(), "a channel that is always writable would spin");
            // The loop waits for that alone: it calls once more, when its timer says so.
            assertThrows(CloseTimeoutException.class, () -> session.subject().bye(SHUT_RDWR, shortly));
        }
    }

    /** The same without a selector: a call that can do nothing reads and writes once. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_4_scenario124_aCallThatCanDoNothingAsksTheTransportOnce(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            TlsConnection connection = session.subject().connection();
            session.wire().acceptOnly(0);
            for (int i = 0; i < 3; i++) {
                session.wire().clearObservations();
                assertEquals(Progress.WANT_WRITE, connection.bye(SHUT_RDWR));
                assertTrue(session.wire().readCalls() <= 1, session.wire()::toString);
                assertTrue(session.wire().writeCalls() <= 2, session.wire()::toString);
            }
        }
    }
}
