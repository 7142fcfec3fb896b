// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseTimeoutException;
import tls.close.ConnectionEnd;
import tls.close.TlsConnection;
import tls.close.TruncationException;
import tls.close.tck.harness.Sequence;
import tls.close.tck.threaded.EndPlan.Leave;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** One of two ends of a connection, the threads that use it, and what has to be true of it afterwards. */
final class PlannedEnd {
    /** A TLS header as far as its length, for whoever would read on. */
    private static final byte[] PLAINTEXT = {23, 3, 3, 0, 1};

    /** What has happened at this end; each is noted before it is done, or when it is known. */
    enum Mark {
        GOODBYE_BEGUN,
        /** A {@code bye} takes data too, and whoever reads beside it gets what comes behind that. */
        DISCARDING,
        OUTPUT_ENDED,
        INPUT_ENDED,
        /** The transport has been hurt, or an interrupt has been where the JDK takes that for a reason to close it. */
        TRANSPORT_HURT,
        /** The peer's transport ended without its close_notify, it is said. */
        TRUNCATION_TOLD,
        /** The owner has his transport back with both alerts through, and has used it. */
        PLAINTEXT_WRITTEN,
        GONE
    }

    private final Plan plan;
    private final EndPlan own;
    private final TlsConnection connection;
    private final PlannedTransport transport;
    private final List<PlannedThread> threads = new ArrayList<>();
    private final Set<Mark> marks = ConcurrentHashMap.newKeySet();
    private final AtomicInteger busy;

    /** Where in the sequence its data begins. */
    private final long start;

    /** Of data: what was given to a write, and what writes have taken of it. */
    private final AtomicLong attempted = new AtomicLong();

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile byte[] left = {};

    /** Where in the peer's data the reader is. */
    private long position;

    /** What was told of its end (rule 10.3). */
    private final List<ConnectionEnd> told;

    /** @param told what its context's listener hears of it */
    PlannedEnd(
            Plan plan,
            EndPlan own,
            TlsConnection connection,
            PlannedTransport transport,
            long start,
            List<ConnectionEnd> told) {
        this.told = told;
        this.plan = plan;
        this.own = own;
        this.connection = connection;
        this.transport = transport;
        this.start = start;
        this.busy = new AtomicInteger(own.threads().size());
    }

    /** Starts the threads, each of which waits for all others. */
    List<BackgroundCall<?>> start(PlannedEnd peer, CyclicBarrier all) {
        for (ThreadPlan each : own.threads()) {
            threads.add(new PlannedThread(each, this, peer, all));
        }
        List<BackgroundCall<?>> running = new ArrayList<>();
        for (PlannedThread each : threads) {
            running.add(BackgroundCall.call(each, each.plan().kind().factory()));
        }
        return running;
    }

    TlsConnection connection() {
        return connection;
    }

    PlannedTransport transport() {
        return transport;
    }

    long start() {
        return start;
    }

    AtomicLong attempted() {
        return attempted;
    }

    AtomicLong written() {
        return written;
    }

    /** What the one reader has got, which is what the peer sent, from where the reader was. */
    void receive(byte[] piece, PlannedEnd peer) {
        long before = received.getAndAdd(piece.length);
        long gap = has(Mark.DISCARDING) ? before + connection.report().discardedBytes() - position : 0;
        byte[] sent = Sequence.bytes(peer.start + position, (int) gap + piece.length);
        int skipped = 0;
        while (skipped < gap && !Arrays.equals(sent, skipped, skipped + piece.length, piece, 0, piece.length)) {
            skipped++;
        }
        assertArrayEquals(
                Arrays.copyOfRange(sent, skipped, skipped + piece.length),
                piece,
                () -> "what has arrived behind " + position + " bytes: " + this);
        position += skipped + piece.length;
    }

    void mark(Mark mark) {
        marks.add(mark);
    }

    boolean has(Mark mark) {
        return marks.contains(mark);
    }

    boolean isBlocking() {
        return own.nearEnd() != NearEnd.NON_BLOCKING_CHANNEL;
    }

    /** Whether an end of the handshake is among what may be met. */
    boolean isHandshakeDone() {
        return plan.handshake() == Plan.Handshake.BEFORE;
    }

    void interrupt(int thread) {
        PlannedThread target = threads.get(thread);
        target.interrupt(own.isLostWith(target.plan()) ? () -> mark(Mark.TRANSPORT_HURT) : () -> {});
    }

    /** Rule 1.2. */
    void look() {
        boolean outputEnded = has(Mark.OUTPUT_ENDED);
        boolean inputEnded = has(Mark.INPUT_ENDED);
        boolean outputOpen = connection.isOutputOpen();
        boolean inputOpen = connection.isInputOpen();
        assertFalse(outputEnded && outputOpen, () -> "the output side is open again: " + this);
        assertFalse(inputEnded && inputOpen, () -> "the input side is open again: " + this);
        if (!outputOpen) {
            mark(Mark.OUTPUT_ENDED);
        }
        if (!inputOpen) {
            mark(Mark.INPUT_ENDED);
        }
    }

    // What may be thrown

    /** Fails unless the rules let a call end so now. */
    void assertDeclared(IOException thrown, PlannedEnd peer, boolean interrupted) throws IOException {
        if (thrown instanceof InterruptedIOException && !(thrown instanceof SocketTimeoutException)) {
            assertTrue(interrupted, () -> thrown + " without an interrupt: " + this);
        } else if (thrown instanceof TruncationException) {
            mark(Mark.TRUNCATION_TOLD);
        } else if (!mayFail(thrown, peer)) {
            throw thrown;
        }
    }

    private boolean mayFail(IOException thrown, PlannedEnd peer) {
        if (thrown instanceof CloseTimeoutException) {
            return own.isHasty();
        }
        return isHurt(peer)
                || !isHandshakeDone()
                || (thrown instanceof ClosedChannelException
                        && (has(Mark.GOODBYE_BEGUN) || peer.has(Mark.GOODBYE_BEGUN)))
                || peer.isGoneAtOnce();
    }

    private boolean isHurt(PlannedEnd peer) {
        return has(Mark.TRANSPORT_HURT) || peer.has(Mark.TRANSPORT_HURT);
    }

    private boolean isGoneAtOnce() {
        return own.leave() == Leave.AT_ONCE && has(Mark.GONE);
    }

    // The end

    /** The last of the threads lets go. */
    void leave(PlannedEnd peer) throws IOException {
        if (busy.decrementAndGet() > 0) {
            return;
        }
        mark(Mark.GOODBYE_BEGUN);
        connection.close();
        look();
        if (!has(Mark.TRANSPORT_HURT)) {
            assertTrue(transport.isAsItWas(), () -> "the transport is not as it was: " + this);
        }
        if (own.leave() == Leave.POLITELY && !has(Mark.TRANSPORT_HURT)) {
            finishPolitely(peer);
        }
        mark(Mark.GONE);
        transport.close();
    }

    private void finishPolitely(PlannedEnd peer) throws IOException {
        try {
            if (connection.report().transportReusable()) {
                mark(Mark.PLAINTEXT_WRITTEN);
                transport.write(PLAINTEXT);
            }
            transport.finish();
            left = transport.readToEnd();
        } catch (IOException e) {
            if (!isHurt(peer) && !peer.isGoneAtOnce()) {
                throw e;
            }
            left = new byte[0];
            mark(Mark.TRANSPORT_HURT);
        }
    }

    /** Whom close() leaves inside may meet something afterwards: then more is known in the end than was told. */
    private void judgeWhatWasTold(CloseReport report) {
        assertEquals(1, told.size(), () -> "told " + told + ": " + this);
        CloseReport said = told.get(0).report();
        assertTrue(
                said.received() == report.received() || said.received() == Received.NOTHING,
                () -> "told " + told + ": " + this);
        assertTrue(
                said.sent() == report.sent() || (answersByItself() && said.sent() == Sent.FAILED),
                () -> "told " + told + ": " + this);
    }

    /** The JDK's SSLSocket does so while it reads, and lets nobody see it before that is out. */
    private boolean answersByItself() {
        return own.nearEnd() == NearEnd.SOCKET && own.provider().equals("jsse");
    }

    /** When both ends have left. */
    void judge(PlannedEnd peer) {
        CloseReport report = connection.report();
        CloseReport peers = peer.connection.report();
        judgeWhatWasTold(report);
        assertFalse(connection.isInputOpen() || connection.isOutputOpen() || connection.isOpen(), this::toString);
        assertNotEquals(Sent.CLOSE_NOTIFY_PENDING, report.sent(), this::toString);
        long arrived = received.get() + report.discardedBytes();
        assertTrue(arrived <= peer.attempted.get(), () -> "more has arrived than was sent: " + this);
        if (!isHandshakeDone()) {
            return;
        }
        boolean isGiven = peers.sent() == Sent.CLOSE_NOTIFY || peer.has(Mark.TRANSPORT_HURT);
        if (report.orderly()) {
            assertTrue(isGiven, () -> "orderly without the peer's close_notify: " + this);
            assertTrue(own.closes() || arrived >= peer.written.get(), () -> "not all has arrived: " + this);
        }
        if (isHurt(peer)) {
            return;
        }
        assertTrue(
                EnumSet.of(Sent.CLOSE_NOTIFY, Sent.FAILED).contains(report.sent()),
                () -> "neither sent nor not sent: " + this);
        assertTrue(
                report.sent() == Sent.CLOSE_NOTIFY || !isBlocking() || own.isHasty() || peer.isGoneAtOnce(),
                () -> "close_notify was not sent: " + this);
        if (has(Mark.TRUNCATION_TOLD)) {
            assertTrue(peers.sent() != Sent.CLOSE_NOTIFY || peer.isGoneAtOnce(), () -> "not cut: " + this);
        }
        assertTrue(
                peer.isGoneAtOnce()
                        || EnumSet.of(Received.NOTHING, Received.CLOSE_NOTIFY).contains(report.received())
                        || peers.sent() != Sent.CLOSE_NOTIFY,
                () -> "the peer has sent close_notify, and nobody hurt the transport: " + this);
        if (report.orderly() && own.leave() == Leave.POLITELY && !peer.isGoneAtOnce()) {
            assertArrayEquals(
                    peer.has(Mark.PLAINTEXT_WRITTEN) ? PLAINTEXT : new byte[0],
                    left,
                    () -> "behind the peer's close_notify: " + this);
        }
    }

    @Override
    public String toString() {
        return "%s %s, %d of %d bytes written, %d received, %d left, %s: %s"
                .formatted(
                        own.provider(),
                        own.nearEnd(),
                        written.get(),
                        attempted.get(),
                        received.get(),
                        left.length,
                        marks,
                        connection);
    }
}
