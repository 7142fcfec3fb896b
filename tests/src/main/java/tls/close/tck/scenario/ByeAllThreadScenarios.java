// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.peer.Messages.closeNotify;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseReport.Sent;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Company;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.HeldAnnouncement;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.TaskQueue;
import tls.close.tck.harness.Threads;
import tls.close.tck.peer.Alert;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** Many connections that are ended together, while other threads do something. */
@Tag("threads")
public abstract class ByeAllThreadScenarios {
    private record Told(List<CloseOutcome> outcomes, boolean interrupted) {}

    @Settings
    void rule7_3_anInterruptEndsTheWaitAndLosesNothing(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 3)) {
            Threads.Call<Told> call = start(company, CloseLimits.NONE);
            company.answer(1);
            company.awaitOrderly(1, call);
            company.get(0).peer().expectCloseNotify();
            company.get(2).peer().expectCloseNotify();
            call.thread().interrupt();
            assertInterrupted(company, call.result(), 0, 2);
            assertTrue(call.result().outcomes().get(1).failure().isEmpty());
            assertGoesOn(company);
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule7_3_anInterruptBeforeTheCallLetsTheAlertsGoOut(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 3)) {
            Threads.Call<Told> call = Threads.PLATFORM.call(() -> {
                Thread.currentThread().interrupt();
                return told(company, CloseLimits.DEFAULT);
            });
            assertInterrupted(company, call.result(), 0, 1, 2);
            assertGoesOn(company);
        }
    }

    private static Threads.Call<Told> start(Company company, CloseLimits limits) {
        return Threads.PLATFORM.call(() -> told(company, limits));
    }

    private static Told told(Company company, CloseLimits limits) throws IOException {
        List<CloseOutcome> outcomes = TlsConnection.byeAll(company.connections(), SHUT_RDWR, limits);
        return new Told(outcomes, Thread.currentThread().isInterrupted());
    }

    private static void assertInterrupted(Company company, Told told, int... waiting) {
        assertTrue(told.interrupted(), "the thread is not interrupted any more");
        for (int i : waiting) {
            CloseOutcome outcome = told.outcomes().get(i);
            assertInstanceOf(InterruptedIOException.class, outcome.failure().orElseThrow(), company.get(i)::toString);
            assertEquals(Sent.CLOSE_NOTIFY, outcome.report().sent(), outcome::toString);
        }
    }

    private static void assertGoesOn(Company company) throws Exception {
        Threads.Call<Told> again = start(company, CloseLimits.DEFAULT);
        for (Session each : company.sessions()) {
            if (!each.subject().report().orderly()) {
                each.peer().expectCloseNotify();
                each.peer().send(closeNotify());
            }
        }
        for (CloseOutcome each : again.result().outcomes()) {
            assertTrue(each.failure().isEmpty() && each.report().transportReusable(), each::toString);
        }
        for (Session each : company.sessions()) {
            each.peer().pump();
            assertEquals(List.of(Alert.CLOSE_NOTIFY), each.heard().alerts());
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule8_4_anotherThreadClosesOne(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 3)) {
            Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.NONE);
            company.get(0).peer().expectCloseNotify();
            company.get(0).subject().connection().close();
            company.answer(1);
            company.answer(2);
            List<CloseOutcome> outcomes = byeAll.result();
            assertInstanceOf(
                    ClosedChannelException.class, outcomes.get(0).failure().orElseThrow());
            Ends.assertNotOrderly(outcomes.get(0).report());
            company.assertOrderly(1, outcomes.get(1));
            company.assertOrderly(2, outcomes.get(2));
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule8_5_anotherThreadClosesATransport(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 2)) {
            Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.NONE);
            company.get(0).peer().expectCloseNotify();
            company.get(0).wire().closeNear();
            company.answer(1);
            List<CloseOutcome> outcomes = byeAll.result();
            assertTrue(outcomes.get(0).failure().isPresent(), outcomes::toString);
            company.assertOrderly(1, outcomes.get(1));
        }
    }

    @Settings(
            roles = Role.CLIENT,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_2_aReaderThatIsBlockedMeetsTheEndItself(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 2)) {
            TlsConnection read = company.get(0).subject().connection();
            BackgroundCall<Integer> reader = BackgroundCall.call(() -> read.read(ByteBuffer.allocate(1)));
            reader.awaitBlocked();
            Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.DEFAULT);
            company.answer(1);
            company.awaitOrderly(1, byeAll);
            company.answer(0);
            assertEquals(-1, reader.result());
            List<CloseOutcome> outcomes = byeAll.result();
            company.assertOrderly(0, outcomes.get(0));
            company.assertOrderly(1, outcomes.get(1));
        }
    }

    /** Both know of the end, and one of them tells of it: the other does not wait for that. */
    @Settings(
            roles = Role.CLIENT,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_2_rule8_3_whatAReaderHasMetIsMet(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 1);
                HeldAnnouncement announcement = new HeldAnnouncement()) {
            TlsConnection read = company.get(0).subject().connection();
            BackgroundCall<Integer> reader = BackgroundCall.call(() -> read.read(ByteBuffer.allocate(1)));
            reader.awaitBlocked();
            Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.DEFAULT);
            company.awaitSent(0, Sent.CLOSE_NOTIFY); // So that the reader comes to the end of it all.
            company.answer(0);
            if (reader.isMadeBy(announcement.await())) {
                company.assertOrderly(0, byeAll.result().get(0));
                announcement.goOn();
                assertEquals(-1, reader.result());
            } else {
                assertEquals(-1, reader.result());
                announcement.goOn();
                company.assertOrderly(0, byeAll.result().get(0));
            }
        }
    }

    /** A backend whose engine does it all by itself hands out none. */
    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule9_2_aTaskThatRunsElsewhereIsWaitedFor(Setting setting) throws Exception {
        TaskQueue tasks = new TaskQueue();
        try (Company company = Company.connect(setting, 1)) {
            Session half = company.join(Session.of(setting)
                    .endpoint(usual -> usual.delegatedTasks(tasks))
                    .open());
            half.peer().alternate(() -> half.subject().connection().handshake() == Progress.DONE || tasks.size() > 0);
            if (tasks.size() > 0) {
                Threads.Call<List<CloseOutcome>> byeAll = company.startByeAll(SHUT_RDWR, CloseLimits.NONE);
                company.answer(0);
                company.awaitOrderly(0, byeAll);
                tasks.runAll();
                List<CloseOutcome> outcomes = byeAll.result();
                company.assertOrderly(0, outcomes.get(0));
                assertTrue(outcomes.get(1).failure().isEmpty(), outcomes::toString);
                Ends.assertNotOrderly(outcomes.get(1).report());
                Ends.assertClosedOnceAsReported(half);
            }
        }
    }

    /** No selector tells of what another thread has read. */
    @Settings(roles = Role.CLIENT)
    void rule8_3_twoWhoEndTheSameAgree(Setting setting) throws Exception {
        try (Company company = Company.connect(setting, 2)) {
            Threads.Call<List<CloseOutcome>> one = company.startByeAll(SHUT_RDWR, CloseLimits.DEFAULT);
            Threads.Call<List<CloseOutcome>> other = company.startByeAll(SHUT_RDWR, CloseLimits.DEFAULT);
            company.answer(0);
            company.answer(1);
            for (int i = 0; i < 2; i++) {
                assertTrue(one.result().get(i).failure().isEmpty(), one.result()::toString);
                company.assertOrderly(i, other.result().get(i));
            }
        }
    }
}
