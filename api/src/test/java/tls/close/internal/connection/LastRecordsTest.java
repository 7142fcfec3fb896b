// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;

/** What is here is taken before the transport is let go, though somebody else is in the input side (rule 2.5). */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LastRecordsTest {
    private static final int RECORDS = 3;

    private final Gate gate = new Gate();
    private final Layer layer = new Layer();
    private final Wire wire = new Wire();
    private final TlsConnection connection =
            new Connection(new HeldTransport(wire), layer, TlsEndpoint.server(), new NoOwner());

    @Test
    void rule2_5_whoClosesTooLeavesWhatIsHereToTheFirst() throws Exception {
        connection.handshake();
        layer.beforeFirst = gate;
        Closer first = new Closer(connection::close);
        Closer second = closeWhileOneIsInside();
        gate.mayGoOn.countDown();
        first.join();
        second.join();
        assertEquals(RECORDS, layer.taken.get(), "the second let go of the transport meanwhile");
    }

    /** It leaves as soon as it notices, but nobody may have seen yet what it is there for. */
    @Test
    void rule2_5_whoComesInToWaitForTheEndIsNotTakenForAReader() throws Exception {
        connection.handshake();
        wire.beforeDrain = gate;
        Closer goodbye = new Closer(() -> connection.bye(CloseRequest.SHUT_RDWR));
        Closer closer = closeWhileOneIsInside();
        gate.mayGoOn.countDown();
        closer.join();
        goodbye.join();
        assertEquals(RECORDS, layer.taken.get(), "what is here was left to one who does not take it");
    }

    private Closer closeWhileOneIsInside() throws InterruptedException {
        gate.reached.await();
        Closer closer = new Closer(connection::close);
        closer.awaitWaitingOrDone();
        return closer;
    }

    private interface Action {
        void run() throws Exception;
    }

    private static final class Gate {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);

        void pass() {
            reached.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class Closer {
        private final FutureTask<String> task;
        private final Thread thread;

        Closer(Action action) {
            task = new FutureTask<>(() -> {
                try {
                    action.run();
                } catch (IOException e) {
                    return e.toString(); // It was closed under a goodbye.
                }
                return "done";
            });
            thread = new Thread(task, "closer");
            thread.setDaemon(true);
            thread.start();
        }

        void awaitWaitingOrDone() {
            while (!EnumSet.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                    .contains(thread.getState())) {
                Thread.onSpinWait();
            }
        }

        void join() throws Exception {
            String unused = task.get(30, TimeUnit.SECONDS);
        }
    }

    private static final class Wire extends NoTransport {
        private volatile @Nullable Gate beforeDrain;

        @Override
        public void readBy(@Nullable Deadline deadline) {
            super.readBy(deadline);
            Gate passed = beforeDrain;
            if (passed != null && deadline != null && deadline != Deadline.NOW) {
                passed.pass();
            }
        }
    }

    /** Has some records. */
    private static final class Layer extends WatchedLayer {
        private final AtomicInteger taken = new AtomicInteger();
        private volatile @Nullable Gate beforeFirst;
        private volatile Output ending = Output.OPEN;

        @Override
        public Step read(ByteBuffer dst) {
            Gate first = beforeFirst;
            if (first != null && taken.get() == 0) {
                first.pass();
            }
            if (taken.get() == RECORDS) {
                return Step.WANT_READ;
            }
            taken.incrementAndGet();
            dst.put((byte) 1);
            return Step.TAKEN;
        }

        @Override
        public void closeOutput() {
            ending = Output.CLOSE_NOTIFY;
        }

        @Override
        public Output output() {
            return ending;
        }
    }
}
