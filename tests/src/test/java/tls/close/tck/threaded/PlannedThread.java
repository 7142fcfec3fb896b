// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Sequence;
import tls.close.tck.threaded.PlannedEnd.Mark;
import tls.close.tck.wire.Deadline;

/** One of the threads that use a connection, as an application's does: every call is made until it is done. */
final class PlannedThread implements Callable<Boolean> {
    /** A channel that another thread closes wakes no selector. */
    private static final long MOMENT_MILLIS = 20;

    private static final long OVERTAKEN_NANOS = 20_000;

    private final ThreadPlan plan;
    private final PlannedEnd end;
    private final PlannedEnd peer;
    private final CyclicBarrier all;
    private final TlsConnection connection;
    private @Nullable Selector selector;

    private final Object interrupts = new Object();

    private Life life = Life.BEFORE;
    private @Nullable Thread thread;

    /** An interrupt was sent and has not been seen. */
    private boolean pending;

    /** Whether the steps are being done. Who is interrupted before them is when they begin. */
    private enum Life {
        BEFORE,
        DURING,
        AFTER
    }

    PlannedThread(ThreadPlan plan, PlannedEnd end, PlannedEnd peer, CyclicBarrier all) {
        this.plan = plan;
        this.end = end;
        this.peer = peer;
        this.all = all;
        this.connection = end.connection();
    }

    ThreadPlan plan() {
        return plan;
    }

    /** Unless the last interrupt has not been seen yet, or the thread is done; what else, right before. */
    void interrupt(Runnable before) {
        synchronized (interrupts) {
            if (life != Life.AFTER && !pending) {
                pending = true;
                before.run();
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }
    }

    /** Rule 7.3: an interrupt is still there when a call has returned, whatever it came to, and none is made up. */
    private boolean wasInterrupted() {
        synchronized (interrupts) {
            boolean expected = pending;
            pending = false;
            assertEquals(expected, Thread.interrupted(), () -> "the interrupt status: " + end);
            return expected;
        }
    }

    @Override
    public Boolean call() throws Exception {
        all.await();
        try {
            begin();
            for (Step each : plan.steps()) {
                for (int i = 0; i < each.turns(); i++) {
                    Thread.onSpinWait();
                }
                perform(each);
            }
        } finally {
            end();
            if (selector != null) {
                selector.close();
            }
            end.leave(peer);
        }
        return true;
    }

    private void begin() {
        synchronized (interrupts) {
            life = Life.DURING;
            thread = Thread.currentThread();
            if (pending) {
                thread.interrupt();
            }
        }
    }

    private void end() {
        synchronized (interrupts) {
            life = Life.AFTER;
            boolean unused = Thread.interrupted();
        }
    }

    /** Again and again while it is interrupted. */
    private void perform(Step step) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(0);
        if (step.act() == Act.WRITE) {
            long start = end.start() + end.attempted().getAndAdd(step.number());
            piece = ByteBuffer.wrap(Sequence.bytes(start, step.number()));
        }
        boolean interrupted = true;
        while (interrupted) {
            try {
                act(step, piece);
                wasInterrupted();
                return;
            } catch (IOException e) {
                end.assertDeclared(e, peer, wasInterrupted());
                interrupted = e instanceof InterruptedIOException;
            } finally {
                end.look();
            }
        }
    }

    private void act(Step step, ByteBuffer piece) throws IOException {
        switch (step.act()) {
            case READ -> read(step.number());
            case READ_TO_END -> {
                while (read(step.number())) {
                    wasInterrupted();
                }
            }
            case STALL -> {
                Deadline deadline = Deadline.orElse(() -> "nobody says goodbye: " + peer);
                while (!peer.has(Mark.GOODBYE_BEGUN)) {
                    deadline.pause();
                }
            }
            case WRITE -> write(piece);
            case SHUT_WR -> bye(CloseRequest.SHUT_WR, step);
            case SHUT_RDWR -> bye(CloseRequest.SHUT_RDWR, step);
            case CLOSE -> {
                end.mark(Mark.GOODBYE_BEGUN);
                connection.close(step.limits());
                assertFalse(connection.isOpen() || connection.isInputOpen() || connection.isOutputOpen());
            }
            case INTERRUPT -> end.interrupt(step.number());
            case CUT -> {
                end.mark(Mark.TRANSPORT_HURT);
                end.transport().finish();
            }
            case CLOSE_TRANSPORT -> {
                end.mark(Mark.TRANSPORT_HURT);
                end.transport().close();
            }
            case RESET -> {
                end.mark(Mark.TRANSPORT_HURT);
                end.transport().reset();
            }
        }
    }

    /** Returns whether there may be more. */
    private boolean read(int size) throws IOException {
        ByteBuffer dst = ByteBuffer.allocate(size);
        int count = connection.read(dst);
        while (count == 0) {
            await();
            count = connection.read(dst);
        }
        assertEquals(Math.max(count, 0), dst.position());
        if (count < 0) {
            return false;
        }
        end.receive(Arrays.copyOf(dst.array(), count), peer);
        return true;
    }

    private void write(ByteBuffer piece) throws IOException {
        do {
            boolean ended = end.has(Mark.OUTPUT_ENDED);
            int before = piece.position();
            try {
                connection.write(piece);
            } finally {
                end.written().addAndGet(piece.position() - before);
            }
            assertFalse(ended && piece.position() > before, () -> "written behind the end: " + end); // rule 2.2
            if (piece.hasRemaining() || isUnsent()) {
                await();
            }
        } while (piece.hasRemaining() || isUnsent());
    }

    private boolean isUnsent() {
        return !end.isBlocking() && connection.interestOps() == SelectionKey.OP_WRITE;
    }

    private void bye(CloseRequest how, Step step) throws IOException {
        end.mark(Mark.GOODBYE_BEGUN);
        if (how == CloseRequest.SHUT_RDWR) {
            end.mark(Mark.DISCARDING);
        }
        while (connection.bye(how, step.limits()) != Progress.DONE) {
            await();
        }
        if (end.isHandshakeDone()) {
            assertEquals(Sent.CLOSE_NOTIFY, connection.report().sent(), end::toString);
            assertTrue(how == CloseRequest.SHUT_WR || connection.report().transportReusable(), end::toString);
        }
    }

    /** Until the transport can go on, for a moment. */
    private void await() throws IOException {
        assertFalse(end.isBlocking(), () -> "a call over a blocking transport came back without progress: " + end);
        int operations = connection.interestOps();
        if (operations == 0) {
            LockSupport.parkNanos(OVERTAKEN_NANOS); // By another thread.
        } else {
            if (selector == null) {
                selector = Selector.open();
            }
            end.transport().socket().getChannel().register(selector, operations);
            selector.select(MOMENT_MILLIS);
            selector.selectedKeys().clear();
        }
        wasInterrupted();
    }
}
