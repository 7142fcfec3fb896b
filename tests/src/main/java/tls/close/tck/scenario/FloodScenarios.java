// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.emptyData;
import static tls.close.tck.peer.Messages.newSessionTicket;
import static tls.close.tck.peer.Messages.raw;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import tls.close.CloseLimits;
import tls.close.CloseReport.Sent;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsCloseException;
import tls.close.TlsConnection;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.ChildJvm;
import tls.close.tck.harness.Flood;
import tls.close.tck.harness.Floods;
import tls.close.tck.harness.Late;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Tunnel;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** O and S: a call on a transport that doesn't block comes back, whatever the peer sends, and none is made for nothing. */
@Tag("floods")
public abstract class FloodScenarios {
    private static final int MEBIBYTE = 1 << 20;

    /** More records than one call takes, however many that is. */
    private static final int MANY = 1_000;

    /** What other connections have to wait for at most. */
    private static final int BOUND = 512;

    /** From a transport that does not block; and still few enough for one record of an outer connection. */
    private static final int MORE_THAN_ONE_CALL_TAKES = 300;

    /** As much in a row as every backend absorbs unless it has declared another limit. */
    private static final int HONEST = 32;

    private static final int RECORDS = Integer.getInteger("tls.close.records", 1_000);

    /** Both in {@code read} and in {@code bye}, in as many calls as it takes; then what was behind the flood. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_5_scenario145_recordsWithoutDataWithoutEnd(Setting setting) throws Exception {
        for (Flood flood : Flood.of(setting)) {
            assertComesBack(setting, flood, false);
            assertComesBack(setting, flood, true);
        }
    }

    private static void assertComesBack(Setting setting, Flood flood, boolean bye) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            TlsConnection connection = session.subject().connection();
            session.wire().far().send(flood.records(session.heard(), MANY));
            session.say(data("behind"), closeNotify());
            int calls = 0;
            long before = 0;
            ByteBuffer text = ByteBuffer.allocate(6);
            try {
                while (bye ? connection.bye(SHUT_RDWR) != Progress.DONE : connection.read(text) == 0) {
                    assertEquals(SelectionKey.OP_READ, connection.interestOps(), session::toString);
                    long now = connection.report().controlRecords();
                    assertTrue(now > before && now - before <= BOUND, "from " + before + " to " + now);
                    before = now;
                    calls++;
                }
            } catch (SSLException e) {
                assertMayRefuse(setting, flood, session, e);
                return;
            }
            assertFalse(flood.isRefused(setting), () -> flood + " are absorbed, and it is declared that they are not");
            assertTrue(calls >= MANY / BOUND, flood + ", calls: " + calls);
            assertEquals(MANY, connection.report().controlRecords(), session::toString);
            assertEquals(bye ? 6 : 0, connection.report().discardedBytes(), session::toString);
            assertEquals(bye ? 0 : 6, text.position());
        }
    }

    /** What was declared, or more in a row of what serves no purpose than any honest peer has to say. */
    private static void assertMayRefuse(Setting setting, Flood flood, MemorySession session, SSLException refusal) {
        assertFalse(refusal instanceof TlsCloseException, refusal::toString);
        long absorbed = session.subject().report().controlRecords();
        boolean isPointless = flood == Flood.EMPTY_RECORDS || flood == Flood.WARNINGS;
        assertTrue(
                flood.isRefused(setting) || (isPointless && absorbed >= HONEST),
                () -> flood + " are refused after " + absorbed + ": " + refusal);
        assertTrue(absorbed <= BOUND, session::toString);
    }

    /**
     * In a heap of 64 MB, which does not grow, in both versions and over each transport; an event loop serves its other connections meanwhile.
     * The system property {@code tls.close.records} says how long each flood is.
     */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void rule12_4_scenario145_aSmallHeapIsEnoughForAnyFlood(Setting setting) throws Exception {
        ChildJvm.run(
                Duration.ofSeconds(50).plus(Duration.ofMillis(10).multipliedBy(RECORDS)),
                List.of("-Xmx64m"),
                Floods.class,
                setting.provider().name(),
                Integer.toString(RECORDS));
    }

    /** Where they are kept, there is a limit to what a server can have kept. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, lacking = Ability.ABSORB_MANY_TICKETS)
    void rule12_4_scenario145_ticketsWithoutEndAreRefused(Setting setting) throws Exception {
        BackgroundCall<?> sender;
        try (Session session = setting.connect()) {
            sender = BackgroundCall.run(() -> {
                for (int sent = 0;
                        sent < MEBIBYTE && session.subject().connection().isInputOpen();
                        sent += 100) {
                    session.far().send(Flood.TICKETS.records(session.heard(), 100));
                }
            });
            SSLException refusal = assertThrows(SSLException.class, session.subject()::readToEnd);
            assertFalse(refusal instanceof TlsCloseException, refusal::toString);
            assertTrue(String.valueOf(refusal.getMessage()).contains("tickets"), refusal::toString);
            assertEquals(Sent.FATAL_ALERT, session.subject().report().sent(), session::toString);
        }
        assertTrue(sender.isDoneWithin(Late.SOON)); // If it was stuck, then until just now.
    }

    /** What lies in our own memory makes no selector fire: the call goes on until there is none of it. */
    @Settings(roles = Role.CLIENT)
    void rule6_5_scenario164_aFloodInsideOneOuterRecord(Setting setting) throws Exception {
        boolean tickets = setting.version() == TlsVersion.TLS_1_3;
        try (Tunnel tunnel = Tunnel.connect(setting)) {
            TlsConnection inner = tunnel.inner().connection();
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < MORE_THAN_ONE_CALL_TAKES; i++) {
                flood.writeBytes(tunnel.innerPeer().peer().say(tickets ? newSessionTicket(1) : emptyData()));
            }
            flood.writeBytes(tunnel.innerPeer().peer().say(data("behind")));
            assertTrue(flood.size() <= 1 << 14, "bytes: " + flood.size());
            tunnel.outer().arrive(data(flood.toByteArray()));
            ByteBuffer text = ByteBuffer.allocate(6);
            try {
                assertEquals(6, inner.read(text), tunnel::toString);
            } catch (SSLException e) {
                // A backend may have a limit of its own for records that serve no purpose.
                assertTrue(!tickets && inner.report().controlRecords() >= HONEST, () -> e + ": " + tunnel);
            }
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
            int calls = 0;
            boolean refused = false;
            while (session.wire().unread() > 0 && !refused) {
                int before = session.wire().unread();
                try {
                    assertEquals(Progress.WANT_READ, connection.handshake());
                } catch (SSLException e) {
                    assertFalse(e instanceof CloseTimeoutException, e::toString);
                    refused = true;
                }
                int taken = before - session.wire().unread();
                assertTrue(taken > 0 && taken <= BOUND * helloRequest.length, "bytes in one call: " + taken);
                calls++;
            }
            assertTrue(refused || calls >= MANY / BOUND, "calls: " + calls);
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
