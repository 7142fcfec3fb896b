// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.FullPipe;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Threads;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/** I and R: interrupts and cancellation, on platform threads and, where the JDK has them, virtual ones. */
@Tag("threads")
public abstract class InterruptScenarios {

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule7_3_scenario74_scenario76_scenario139_anInterruptBeforeTheCall(Setting setting) throws Exception {
        for (Threads kind : Threads.values()) {
            if (kind.exist()) {
                try (Session session = setting.connect()) {
                    assertInterruptedAndRepeatable(kind, session.subject().connection(), session.peer());
                    session.assertCarriesPlaintext();
                }
            }
        }
    }

    /** What {@code SocketChannel.socket()} gives is closed by the JDK if an interrupt meets a blocking call in it. */
    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule5_1_scenario139_anInterruptBeforeTheCallOnASocketAdaptor(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting);
        for (Threads kind : Threads.values()) {
            if (kind.exist()) {
                try (LoopbackWire wire = LoopbackWire.open(setting.nearEnd());
                        TlsConnection connection =
                                options.context().open(wire.channel().socket(), options.endpoint())) {
                    PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
                    peer.handshake(connection::handshake);
                    assertInterruptedAndRepeatable(kind, connection, peer);
                    assertTrue(wire.channel().isOpen());
                }
            }
        }
    }

    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_3_scenario139_anInterruptBeforeTheCallOnAChannelOfAnotherKind(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            TlsConnection connection = session.subject().connection();
            assertInterrupted(Threads.PLATFORM, connection);
            assertTrue(session.wire().near().isOpen());
            session.say(closeNotify());
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        }
    }

    private static void assertInterruptedAndRepeatable(Threads kind, TlsConnection connection, PeerOnWire peer)
            throws Exception {
        assertInterrupted(kind, connection);
        peer.expectCloseNotify();
        assertGoesOn(kind, connection, peer);
    }

    /** The alert is out, the wait has not begun, and the thread is still interrupted. */
    private static void assertInterrupted(Threads kind, TlsConnection connection) throws Exception {
        Threads.Call<Boolean> call = kind.call(() -> {
            Thread.currentThread().interrupt();
            assertInterruptedIo(connection, SHUT_RDWR);
            return Thread.currentThread().isInterrupted();
        });
        assertTrue(call.result(), "the thread is not interrupted any more");
        assertEquals(Sent.CLOSE_NOTIFY, connection.report().sent(), connection::toString);
    }

    private static void assertInterruptedIo(TlsConnection connection, CloseRequest how) {
        InterruptedIOException thrown = assertThrows(InterruptedIOException.class, () -> connection.bye(how));
        assertFalse(thrown instanceof SocketTimeoutException, thrown::toString);
    }

    private static void assertGoesOn(Threads kind, TlsConnection connection, PeerOnWire peer) throws Exception {
        Threads.Call<Progress> bye = kind.call(() -> connection.bye(SHUT_RDWR));
        bye.awaitBlocked();
        peer.send(closeNotify());
        assertEquals(Progress.DONE, bye.result());
        peer.pump();
        assertEquals(List.of(Alert.CLOSE_NOTIFY), peer.peer().alerts());
        assertTrue(connection.report().orderly(), connection::toString);
    }

    /** On a socket a platform thread only: what the JDK does to others is below. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule7_3_scenario73_scenario78_scenario140_anInterruptDuringTheWait(Setting setting) throws Exception {
        for (Threads kind : Threads.values()) {
            if (kind == Threads.PLATFORM || (kind.exist() && setting.nearEnd() != NearEnd.SOCKET)) {
                try (Session session = setting.connect()) {
                    TlsConnection connection = session.subject().connection();
                    Threads.Call<Boolean> call = kind.call(() -> {
                        assertInterruptedIo(connection, SHUT_RDWR);
                        return Thread.currentThread().isInterrupted();
                    });
                    session.peer().expectCloseNotify();
                    call.awaitBlocked();
                    call.thread().interrupt();
                    assertTrue(call.result());
                    assertGoesOn(kind, connection, session.peer());
                    session.assertCarriesPlaintext();
                }
            }
        }
    }

    /** The JDK closes any socket that a virtual thread is blocked in when that is interrupted (from JDK 21 on). */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.SOCKET)
    void rule5_1_scenario140_theJdkClosesASocketInWhichAVirtualThreadIsInterrupted(Setting setting) throws Exception {
        Assumptions.assumeTrue(Threads.VIRTUAL.exist(), "virtual threads came with JDK 21");
        try (Session session = setting.connect()) {
            TlsConnection connection = session.subject().connection();
            Threads.Call<IOException> call = Threads.VIRTUAL.call(
                    () -> assertThrows(IOException.class, () -> connection.bye(SHUT_RDWR, CloseLimits.NONE)));
            session.peer().expectCloseNotify();
            call.awaitBlocked();
            call.thread().interrupt();
            IOException told = call.result();
            // The wait looks up now and then: then the interrupt may find it, and not the JDK's own wait.
            assertEquals(session.wire().socket().isClosed(), !(told instanceof InterruptedIOException), told::toString);
            assertFalse(connection.report().orderly(), connection::toString);
        }
    }

    /** The same without a deadline: a read is one wait of the JDK's, so that it is never found elsewhere. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.SOCKET)
    void rule5_1_scenario140_theJdkClosesASocketInWhichAVirtualThreadIsInterruptedAndSaysSo(Setting setting)
            throws Exception {
        Assumptions.assumeTrue(Threads.VIRTUAL.exist(), "virtual threads came with JDK 21");
        try (Session session = setting.connect()) {
            TlsConnection connection = session.subject().connection();
            Threads.Call<SocketException> call = Threads.VIRTUAL.call(
                    () -> assertThrows(SocketException.class, () -> connection.read(ByteBuffer.allocate(1))));
            call.awaitBlocked();
            call.thread().interrupt();
            assertEquals("Closed by interrupt", call.result().getMessage());
            assertTrue(session.wire().socket().isClosed(), session::toString);
            assertFalse(connection.report().orderly(), connection::toString);
        }
    }

    /** A write that cannot be interrupted, in a socket, is not: its deadline ends it. */
    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_3_scenario75_scenario140_anInterruptDuringAStuckFlush(Setting setting) throws Exception {
        for (Threads kind : Threads.values()) {
            if (kind.exist()) {
                try (Session session = setting.connectNarrowly()) {
                    TlsConnection connection = session.subject().connection();
                    FullPipe pipe = FullPipe.of(session.wire(), setting.nearEnd());
                    Threads.Call<Boolean> call = kind.call(() -> {
                        assertInterruptedIo(connection, SHUT_WR);
                        return Thread.currentThread().isInterrupted();
                    });
                    call.awaitBlocked();
                    call.thread().interrupt();
                    assertTrue(call.result());
                    assertTrue(session.wire().channel().isOpen(), session::toString);
                    pipe.drain();
                    assertEquals(Progress.DONE, connection.bye(SHUT_WR));
                    session.peer().expectCloseNotify();
                    assertGoesOn(kind, connection, session.peer());
                }
            }
        }
    }

    @Settings(
            versions = TlsVersion.TLS_1_3,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule7_3_scenario77_aTaskThatIsCanceledInItsPool(Setting setting) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CountDownLatch over = new CountDownLatch(1);
        try (Session session = setting.connect()) {
            Future<?> task = pool.submit(() -> {
                try {
                    return session.subject().connection().bye(SHUT_RDWR, CloseLimits.NONE);
                } finally {
                    over.countDown();
                }
            });
            session.peer().expectCloseNotify();
            assertTrue(task.cancel(true));
            assertThrows(CancellationException.class, task::get);
            assertTrue(over.await(Deadline.PATIENCE.toNanos(), TimeUnit.NANOSECONDS), session::toString);
            assertGoesOn(Threads.PLATFORM, session.subject().connection(), session.peer());
        } finally {
            pool.shutdownNow();
        }
    }
}
