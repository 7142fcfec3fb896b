// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.harness.Ends.assertClosedOnceAsReported;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.harness.Ends.assertOrderlyToTheEnd;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import tls.close.CloseReport.First;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.BlockingTrust;
import tls.close.tck.harness.EngineSession;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Subject;
import tls.close.tck.harness.TaskQueue;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/**
 * J: the handshake's heavy work, as an {@code SSLEngine} hands it out. A backend whose engine does it all by itself has
 * nothing to hand out.
 */
public abstract class DelegatedTaskScenarios {
    // Where they run

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule6_3_scenario83_overABlockingTransportTheExecutorIsNotUsed(Setting setting) throws Exception {
        TaskQueue tasks = new TaskQueue();
        try (Session session = open(setting, tasks)) {
            session.handshake();
            assertEquals(0, tasks.size());
        }
    }

    /** {@link Subject} takes no WANT_TASK. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_3_scenario83_anExecutorThatRunsAtOnceNeedsNoWaiting(Setting setting) throws Exception {
        try (Session session = open(setting, Runnable::run)) {
            session.handshake();
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_3_scenario83_theHandshakeGoesOnWhenItsTasksHaveRun(Setting setting) throws Exception {
        if (!hasTasks(setting)) {
            assertNeedsNoExecutor(setting);
            return;
        }
        TaskQueue tasks = new TaskQueue();
        try (Session session = open(setting, tasks)) {
            handshakeToATask(tasks, session);
            assertWaitsForTheTask(tasks, session);
            handshakeToTheEnd(tasks, session);
            session.subject().write("through");
            session.peer().expectData("through");
            session.arrive(data("and back"), closeNotify());
            assertEquals("and back", session.subject().readTextToEnd());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertOrderlyToTheEnd(session, First.PEER);
        }
    }

    /** A stream cannot come back without progress; that a channel of another kind blocks nobody knows before. */
    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule6_3_scenario83_aStreamOverAChannelOfAnotherKindWaitsForTheTask(Setting setting) throws Exception {
        ExecutorService tasks = Executors.newSingleThreadExecutor();
        Session.Builder options = Session.of(setting).endpoint(usual -> usual.delegatedTasks(tasks));
        MemoryWire wire = MemoryWire.blocking();
        try (TlsConnection connection = options.context().open(wire.near(), options.endpoint())) {
            PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
            BackgroundCall<?> writer = BackgroundCall.run(
                    () -> connection.outputStream().write("through".getBytes(StandardCharsets.UTF_8)));
            peer.expectHandshake();
            peer.expectData("through");
            writer.result();
            peer.send(data("and back"));
            assertEquals("and back", new String(connection.inputStream().readNBytes(8), StandardCharsets.UTF_8));
        } finally {
            tasks.shutdown();
        }
    }

    private static void assertWaitsForTheTask(TaskQueue tasks, Session session) throws IOException {
        TlsConnection connection = session.subject().connection();
        int handedOut = tasks.size();
        assertEquals(0, connection.interestOps(), "no readiness of the transport helps");
        assertEquals(Progress.WANT_TASK, connection.handshake());
        assertEquals(0, connection.read(ByteBuffer.allocate(1)));
        assertEquals(0, connection.write(ByteBuffer.allocate(1)));
        assertEquals(0, connection.interestOps());
        assertEquals(handedOut, tasks.size(), "a task was handed out twice");
    }

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule9_3_scenario83_whatATaskRefusesFailsTheHandshake(Setting setting) throws Exception {
        if (!hasTasks(setting)) {
            assertNeedsNoExecutor(setting);
            return;
        }
        TaskQueue tasks = new TaskQueue();
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.delegatedTasks(tasks))
                .peer(usual -> usual.withIdentity(TestPki.ec().untrustedServer()))
                .open()) {
            handshakeToATask(tasks, session);
            assertThrows(SSLException.class, () -> handshakeToTheEnd(tasks, session));
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR));
            assertNotOrderly(session.subject().report());
            assertClosedOnceAsReported(session);
        }
    }

    // bye meanwhile

    /** It may have to wait for the task, but not for the peer. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule9_2_scenario83_byeCancelsWhileATaskIsPending(Setting setting) throws Exception {
        if (!hasTasks(setting)) {
            assertNeedsNoExecutor(setting);
            return;
        }
        TaskQueue tasks = new TaskQueue();
        try (Session session = open(setting, tasks)) {
            handshakeToATask(tasks, session);
            Progress bye = session.subject().connection().bye(SHUT_RDWR);
            if (bye == Progress.WANT_TASK) {
                assertEquals(0, session.subject().connection().interestOps());
                tasks.runAll();
                bye = session.subject().connection().bye(SHUT_RDWR);
            }
            assertEquals(Progress.DONE, bye);
            tasks.runAll();
            assertNotOrderly(session.subject().report());
            assertEquals(
                    List.of(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY),
                    session.heardToTheEnd().alerts(),
                    session::toString);
        }
    }

    /** An event loop must not be held up by the very work that it handed out. */
    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_4_scenario83_noCallBlocksWhileATaskRuns(Setting setting) throws Exception {
        if (!hasTasks(setting)) {
            assertNeedsNoExecutor(setting);
            return;
        }
        TaskQueue tasks = new TaskQueue();
        BlockingTrust trust = new BlockingTrust(TestPki.ec().trustManagers());
        try (Session session = open(setting, tasks, trust)) {
            BackgroundCall<?> task = handshakeInto(trust, tasks, session);
            TlsConnection connection = session.subject().connection();
            assertEquals(Progress.WANT_TASK, doesNotBlock(connection::handshake));
            assertEquals(0, doesNotBlock(() -> connection.read(ByteBuffer.allocate(1))));
            assertEquals(0, doesNotBlock(() -> connection.write(ByteBuffer.allocate(1))));
            Progress bye = doesNotBlock(() -> connection.bye(SHUT_RDWR));
            assertFalse(connection.isOutputOpen() || connection.isInputOpen());
            assertFalse(task.isDone());

            trust.release();
            task.result();
            tasks.runAll();
            assertEquals(Progress.DONE, bye == Progress.DONE ? bye : connection.bye(SHUT_RDWR));
            assertNotOrderly(session.subject().report());
            assertEquals(1, session.heardToTheEnd().closeNotifies(), session::toString);
        }
    }

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule10_2_scenario83_closeDoesNotWaitForATask(Setting setting) throws Exception {
        if (!hasTasks(setting)) {
            assertNeedsNoExecutor(setting);
            return;
        }
        TaskQueue tasks = new TaskQueue();
        BlockingTrust trust = new BlockingTrust(TestPki.ec().trustManagers());
        try (Session session = open(setting, tasks, trust)) {
            BackgroundCall<?> task = handshakeInto(trust, tasks, session);
            BackgroundCall.run(session.subject().connection()::close).result();
            assertFalse(task.isDone());
            assertNotOrderly(session.subject().report());

            trust.release();
            task.result();
            assertNotOrderly(session.subject().report());
            assertClosedOnceAsReported(session);
        }
    }

    // An executor that does not take them

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_4_scenario83_aTaskThatIsRefusedFailsTheHandshake(Setting setting) throws Exception {
        if (!hasTasks(setting)) {
            assertNeedsNoExecutor(setting);
            return;
        }
        Executor shutDown = task -> {
            throw new RejectedExecutionException("shut down");
        };
        try (Session session = open(setting, shutDown)) {
            SSLException failure = assertThrows(SSLException.class, session::handshake);
            assertInstanceOf(RejectedExecutionException.class, failure.getCause());
            assertThrows(
                    SSLException.class, () -> session.subject().connection().handshake());
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR));
            assertNotOrderly(session.subject().report());
            assertClosedOnceAsReported(session);
        }
    }

    /** Hands the handshake's tasks to other threads until one of them is looking at the certificate. */
    private static BackgroundCall<?> handshakeInto(BlockingTrust trust, TaskQueue tasks, Session session)
            throws Exception {
        while (true) {
            handshakeToATask(tasks, session);
            BackgroundCall<?> task = BackgroundCall.run(tasks.remove());
            if (trust.isEnteredBefore(task)) {
                return task;
            }
            task.result();
        }
    }

    private static <T> T doesNotBlock(Callable<T> call) throws Exception {
        return BackgroundCall.call(call).result();
    }

    // The handshake, step by step

    private static Session open(Setting setting, Executor executor, TrustManager trust) throws IOException {
        return Session.of(setting)
                .endpoint(usual -> usual.delegatedTasks(executor))
                .trust(trust)
                .open();
    }

    private static Session open(Setting setting, Executor executor) throws IOException {
        return Session.of(setting)
                .endpoint(usual -> usual.delegatedTasks(executor))
                .open();
    }

    /** Asks the bare engine, so that a connection that ignores the executor cannot pass for a backend without tasks. */
    private static boolean hasTasks(Setting setting) throws SSLException {
        EngineSession bare = EngineSession.open(setting);
        bare.engine().beginHandshake();
        ByteBuffer unread = ByteBuffer.allocate(0);
        while (isHandshaking(bare.engine())) {
            if (bare.engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                bare.peer().offer(bare.end().takeOne());
            } else {
                unread = unread.hasRemaining()
                        ? unread
                        : ByteBuffer.wrap(bare.peer().take());
                bare.end().unwrap(unread);
            }
        }
        return bare.engine().getHandshakeStatus() == HandshakeStatus.NEED_TASK;
    }

    /** An engine that does all its work itself has nothing to wait for. */
    private static void assertNeedsNoExecutor(Setting setting) throws Exception {
        Executor unused = task -> {
            throw new RejectedExecutionException("no task was to be handed out");
        };
        try (Session session = open(setting, unused)) {
            session.handshake();
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    private static boolean isHandshaking(SSLEngine engine) {
        return switch (engine.getHandshakeStatus()) {
            case NEED_WRAP, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> true;
            case NEED_TASK, NOT_HANDSHAKING, FINISHED -> false;
        };
    }

    private static void handshakeToATask(TaskQueue tasks, Session session) throws IOException {
        session.peer().alternate(() -> session.subject().connection().handshake() == Progress.WANT_TASK);
        assertTrue(tasks.size() > 0, "WANT_TASK, but the executor got none");
    }

    private static void handshakeToTheEnd(TaskQueue tasks, Session session) throws IOException {
        session.peer().alternate(() -> {
            tasks.runAll();
            return session.subject().connection().handshake() == Progress.DONE;
        });
    }
}
