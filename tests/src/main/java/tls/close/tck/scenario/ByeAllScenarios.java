// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.raw;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseReport.Sent;
import tls.close.CloseTimeoutException;
import tls.close.DiscardLimitException;
import tls.close.TlsConnection;
import tls.close.TruncationException;
import tls.close.tck.harness.Company;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.FullPipe;
import tls.close.tck.harness.HeldAnnouncement;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Threads;
import tls.close.tck.harness.Tunnel;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.NearEnd;

/** Many connections that are ended together. */
public abstract class ByeAllScenarios {
    private static final CloseLimits SHORTLY = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(300));
    private static final CloseLimits AT_ONCE = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);
    /** So that a third of them, the sockets, are more than the few threads that serve them. */
    private static final int MANY = 60;

    /** Nobody is answered before all have said it: it takes two phases. */
    @Settings
    void rule3_1_rule3_2_allEndInTwoPhasesWithTheirOutcomesInOrder(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 4)) {
            Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.DEFAULT);
            for (Session each : company.sessions()) {
                each.peer().expectCloseNotify();
            }
            for (int i = 3; i >= 0; i--) {
                company.get(i).peer().send(data("late".repeat(i)));
                company.answer(i);
            }
            List<CloseOutcome> outcomes = byeAll.result();
            assertEquals(4, outcomes.size());
            for (int i = 0; i < 4; i++) {
                assertEquals(4L * i, outcomes.get(i).report().discardedBytes());
                company.assertOrderly(i, outcomes.get(i));
            }
        }
    }

    /** One whose peer has said it before could be over at once: it is held when it is, and the other has said it. */
    @Settings(nearEnds = {NearEnd.BLOCKING_CHANNEL, NearEnd.NON_BLOCKING_CHANNEL})
    void rule3_1_rule3_2_allHaveSaidItBeforeOneIsOver(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 2);
                HeldAnnouncement announcement = new HeldAnnouncement()) {
            company.get(0).arrive(closeNotify());
            Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.DEFAULT);
            announcement.await();
            company.get(1).peer().expectCloseNotify();
            announcement.goOn();
            company.answer(1);
            for (CloseOutcome each : byeAll.result()) {
                assertTrue(each.report().orderly(), each::toString);
            }
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule2_3_rule2_4_aHalfCloseWaitsForNoPeer(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 3)) {
            for (int time = 0; time < 2; time++) {
                for (CloseOutcome each : TlsConnection.byeAll(company.connections(), SHUT_WR, CloseLimits.NONE)) {
                    assertTrue(each.failure().isEmpty(), each::toString);
                    assertEquals(Sent.CLOSE_NOTIFY, each.report().sent());
                }
            }
            for (Session each : company.sessions()) {
                each.arrive(data("more"), closeNotify());
                assertEquals("more", each.subject().readTextToEnd());
                assertEquals(List.of(Alert.CLOSE_NOTIFY), each.heardToTheEnd().alerts());
            }
        }
    }

    @Settings(roles = Role.CLIENT, versions = TlsVersion.TLS_1_3)
    void rule7_1_rule7_2_aSilentPeerHoldsUpNobodyAndIsWaitedForAgain(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 3)) {
            Threads.Call<List<CloseOutcome>> byeAll =
                    company.startByeAll(SHUT_RDWR, SHORTLY.withTimeout(Duration.ofSeconds(3)));
            company.get(1).far().send(Arrays.copyOf(company.get(1).heard().say(data("cut")), 9)); // Not even a record.
            company.answer(2);
            company.awaitOrderly(2, byeAll);
            company.answer(0);
            company.awaitOrderly(0, byeAll);
            List<CloseOutcome> outcomes = byeAll.result();
            company.assertOrderly(0, outcomes.get(0));
            company.assertOrderly(2, outcomes.get(2));
            CloseTimeoutException late = assertInstanceOf(
                    CloseTimeoutException.class, outcomes.get(1).failure().orElseThrow());
            assertEquals(late.report(), outcomes.get(1).report());
            Ends.assertNotOrderly(late.report());
            assertEquals(Sent.CLOSE_NOTIFY, late.report().sent());
        }
    }

    /** Whoever ends a server has to know whose connections did not end. */
    @Settings(roles = Role.SERVER, versions = TlsVersion.TLS_1_3)
    void rule10_1_theOutcomeSaysWhoseItIs(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 3)) {
            company.get(0).arrive(closeNotify());
            company.get(1).far().finish();
            company.get(2).arrive(closeNotify());
            List<CloseOutcome> outcomes = TlsConnection.byeAll(company.connections(), SHUT_RDWR, CloseLimits.DEFAULT);
            for (int i = 0; i < 3; i++) {
                Optional<SocketAddress> peer = company.connections().get(i).peerAddress();
                assertTrue(peer.isPresent());
                assertEquals(peer, outcomes.get(i).peer());
            }
            List<CloseOutcome> failed = outcomes.stream()
                    .filter(outcome -> outcome.failure().isPresent())
                    .toList();
            assertEquals(List.of(outcomes.get(1)), failed);
            InetSocketAddress cut = (InetSocketAddress) failed.get(0).peer().orElseThrow();
            String line = failed.get(0).toString();
            assertTrue(line.startsWith("127.0.0.1:" + cut.getPort() + ", TLSv1.3 not orderly: "), line);
        }
    }

    @Settings
    void rule7_1_zeroTimeTriesOnceAndTakesAllThatIsHere(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 2)) {
            PeerMessage[] late = new PeerMessage[101];
            Arrays.fill(late, data("late"));
            late[100] = closeNotify();
            company.get(1).arrive(late);
            List<CloseOutcome> outcomes = TlsConnection.byeAll(company.connections(), SHUT_RDWR, AT_ONCE);
            assertInstanceOf(
                    CloseTimeoutException.class, outcomes.get(0).failure().orElseThrow());
            company.get(0).peer().expectCloseNotify();
            assertTrue(outcomes.get(1).report().orderly(), () -> outcomes.get(1).toString());
            assertEquals(400, outcomes.get(1).report().discardedBytes());
        }
    }

    @Settings(roles = Role.CLIENT, versions = TlsVersion.TLS_1_3)
    void rule7_4_aStuckWriteHoldsUpNobody(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 0)) {
            FullPipe.of(company.join(setting.connectNarrowly()).wire(), setting.nearEnd());
            company.join(setting.connect());
            Threads.Call<List<CloseOutcome>> byeAll =
                    company.startByeAll(SHUT_RDWR, SHORTLY.withTimeout(Duration.ofSeconds(3)));
            company.awaitSent(0, Sent.CLOSE_NOTIFY_PENDING);
            company.answer(1);
            company.awaitOrderly(1, byeAll);
            assertEquals(
                    Sent.CLOSE_NOTIFY_PENDING, company.get(0).subject().report().sent(), "it is stuck still");
            List<CloseOutcome> outcomes = byeAll.result();
            company.assertOrderly(1, outcomes.get(1));
            assertInstanceOf(
                    CloseTimeoutException.class, outcomes.get(0).failure().orElseThrow(), company.get(0)::toString);
            company.get(0).subject().connection().close(AT_ONCE);
        }
    }

    @Settings
    void rule4_1_aPeerThatIsCutIsTheOutcomeOfItsOwnConnection(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 3)) {
            Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.DEFAULT);
            company.get(0).peer().expectCloseNotify();
            company.get(0).far().finish();
            company.answer(2);
            company.answer(1);
            List<CloseOutcome> outcomes = byeAll.result();
            TruncationException cut = assertInstanceOf(
                    TruncationException.class, outcomes.get(0).failure().orElseThrow());
            assertEquals(cut.report(), outcomes.get(0).report());
            company.assertOrderly(1, outcomes.get(1));
            company.assertOrderly(2, outcomes.get(2));
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule7_6_eachConnectionHasBoundsOfItsOwn(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 2)) {
            Threads.Call<List<CloseOutcome>> byeAll =
                    company.startByeAll(SHUT_RDWR, CloseLimits.DEFAULT.withDiscardedBytes(5));
            company.get(0).peer().send(data("late"));
            company.get(1).peer().send(data("much"), data("too much"));
            company.answer(0);
            company.answer(1);
            List<CloseOutcome> outcomes = byeAll.result();
            company.assertOrderly(0, outcomes.get(0));
            assertInstanceOf(
                    DiscardLimitException.class, outcomes.get(1).failure().orElseThrow());
        }
    }

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule7_1_aChannelOnWhichNothingCanWaitIsRefusedBeforeAnythingIsSent(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 1);
                MemorySession own = MemorySession.connect(setting)) {
            TlsConnection good = company.get(0).subject().connection();
            TlsConnection bad = own.subject().connection();
            IllegalArgumentException told = assertThrows(
                    IllegalArgumentException.class,
                    () -> TlsConnection.byeAll(List.of(good, bad), SHUT_RDWR, CloseLimits.DEFAULT));
            assertTrue(told.toString().contains("connection 1 "), told::toString);
            assertThrows(
                    NullPointerException.class,
                    () -> TlsConnection.byeAll(Arrays.asList(good, null), SHUT_RDWR, CloseLimits.DEFAULT));
            assertTrue(good.isOutputOpen() && bad.isOutputOpen(), company.get(0)::toString);
            assertEquals(List.of(), own.heard().alerts());
            assertEquals(0, company.get(0).far().receive().length);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_7_aChannelOfAnotherKindThatBlocksIsWaitedForByAThread(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 1);
                MemorySession answered = MemorySession.connect(setting);
                MemorySession stuck = MemorySession.connect(setting)) {
            answered.say(data("late"), closeNotify());
            stuck.wire().acceptOnly(0);
            List<TlsConnection> all = List.of(
                    stuck.subject().connection(),
                    answered.subject().connection(),
                    company.get(0).subject().connection());
            Threads.Call<List<CloseOutcome>> byeAll = Threads.PLATFORM.call(
                    () -> TlsConnection.byeAll(all, SHUT_RDWR, SHORTLY.withTimeout(Duration.ofSeconds(3))));
            company.answer(0);
            company.awaitOrderly(0, byeAll);
            List<CloseOutcome> outcomes = byeAll.result();
            assertInstanceOf(
                    CloseTimeoutException.class, outcomes.get(0).failure().orElseThrow());
            assertTrue(outcomes.get(1).failure().isEmpty(), outcomes::toString);
            assertEquals(4, outcomes.get(1).report().discardedBytes());
            company.assertOrderly(0, outcomes.get(2));
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule9_1_rule9_3_whatIsOverOrNotBegunIsNotWaitedFor(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 2)) {
            Session failed = company.get(0);
            failed.arrive(
                    raw(new byte[] {23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0}));
            assertThrows(IOException.class, () -> failed.subject().readExactly(1));
            company.get(1).arrive(closeNotify());
            company.get(1).subject().bye(SHUT_RDWR);
            company.join(setting.open());
            TlsConnection over = company.get(1).subject().connection();
            List<CloseOutcome> outcomes = TlsConnection.byeAll(
                    List.of(
                            company.connections().get(0),
                            over,
                            company.connections().get(2),
                            over),
                    SHUT_RDWR,
                    CloseLimits.NONE);
            assertEquals(4, outcomes.size());
            assertTrue(outcomes.get(0).failure().isPresent(), outcomes::toString);
            company.get(1).peer().expectCloseNotify();
            assertTrue(
                    outcomes.get(1).failure().isEmpty()
                            && outcomes.get(1).report().orderly(),
                    outcomes::toString);
            assertTrue(outcomes.get(2).failure().isEmpty(), outcomes::toString);
            Ends.assertNotOrderly(outcomes.get(2).report());
            assertSame(outcomes.get(1), outcomes.get(3));
            Ends.assertClosedOnceAsReported(failed);
            assertEquals(List.of(), company.get(2).heardToTheEnd().alerts());
            assertEquals(List.of(), TlsConnection.byeAll(List.of(), SHUT_RDWR, CloseLimits.NONE));
        }
    }

    /** What the caller has registered is the caller's: nothing of it changes, nor the mode of a channel. */
    @Settings(
            roles = Role.CLIENT,
            nearEnds = {NearEnd.BLOCKING_CHANNEL, NearEnd.NON_BLOCKING_CHANNEL})
    void rule5_1_channelsAreTheCallersAgain(Setting setting) throws Exception {
        boolean blocking = setting.nearEnd() == NearEnd.BLOCKING_CHANNEL;
        try (Selector callers = Selector.open();
                Company company = Company.connect(setting, 2)) {
            SelectionKey key =
                    blocking ? null : company.get(0).wire().channel().register(callers, SelectionKey.OP_READ);
            Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.DEFAULT);
            company.answer(0);
            company.answer(1);
            byeAll.result();
            for (Session each : company.sessions()) {
                assertEquals(blocking, each.wire().channel().isBlocking());
            }
            assertEquals(!blocking, company.get(0).wire().channel().isRegistered());
            assertTrue(key == null || (key.isValid() && key.interestOps() == SelectionKey.OP_READ));
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule5_3_tlsInsideTlsEndsBeforeWhatCarriesIt(Setting setting) throws Exception {
        try (Tunnel tunnel = Tunnel.connect(setting)) {
            List<TlsConnection> both = List.of(
                    tunnel.outer().subject().connection(), tunnel.inner().connection());
            Threads.Call<List<CloseOutcome>> byeAll =
                    Threads.PLATFORM.call(() -> TlsConnection.byeAll(both, SHUT_RDWR, CloseLimits.DEFAULT));
            tunnel.innerPeer().expectCloseNotify();
            tunnel.innerPeer().send(closeNotify());
            tunnel.outer().peer().expectCloseNotify();
            tunnel.outer().peer().send(closeNotify());
            for (CloseOutcome each : byeAll.result()) {
                assertTrue(each.failure().isEmpty() && each.report().transportReusable(), each::toString);
            }
            tunnel.outer().assertCarriesPlaintext();
        }
    }

    /** On every kind of transport; one in ten is silent until the others are through. */
    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.SOCKET)
    void rule3_1_manyOnMixedTransportsEndTogether(Setting setting) throws Exception {
        List<Setting> settings = Arrays.stream(NearEnd.values())
                .map(kind -> new Setting(setting.provider(), setting.version(), setting.role(), kind))
                .toList();
        try (Company company = Company.connect(setting, 0)) {
            for (int i = 0; i < MANY; i++) {
                company.join(settings.get(i % settings.size()).connect());
            }
            Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.NONE);
            for (int i = 0; i < MANY; i++) {
                if (i % 10 != 0) {
                    company.answer(i);
                }
            }
            for (int i = 0; i < MANY; i++) {
                if (i % 10 != 0) {
                    company.awaitOrderly(i, byeAll);
                }
            }
            for (int i = 0; i < MANY; i += 10) {
                company.answer(i);
            }
            List<CloseOutcome> outcomes = byeAll.result();
            for (int i = 0; i < MANY; i++) {
                company.assertOrderly(i, outcomes.get(i));
            }
        }
    }
}
