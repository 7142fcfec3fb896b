// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.internal.transport.Deadline;

/** Who is let into a side, who waits, and what ends a wait. */
@Timeout(30)
class SideLockTest {
    private static final Deadline LATE = Deadline.after(Duration.ofHours(1));

    private final SideLock lock = new SideLock();

    @Test
    void oneThreadMayEnterAsOftenAsItLikes() throws Exception {
        lock.enter(null);
        assertTrue(lock.isMine() && lock.tryLock() && lock.lockBy(LATE));
        assertFalse(background(lock::tryLock).get());
        lock.unlock();
        lock.unlock();
        lock.unlock();
        assertFalse(lock.isMine());
        assertTrue(background(lock::tryLock).get());
    }

    @Test
    void theyEnterInTheOrderInWhichTheyCame() throws Exception {
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        lock.enter(null);
        FutureTask<Boolean> first = awaiting(() -> enterAndNote(order, 1));
        FutureTask<Boolean> second = awaiting(() -> enterAndNote(order, 2));
        FutureTask<Boolean> third = awaiting(() -> enterAndNote(order, 3));
        lock.unlock();
        assertTrue(first.get() && second.get() && third.get());
        assertEquals(List.of(1, 2, 3), List.copyOf(order));
    }

    private boolean enterAndNote(ConcurrentLinkedQueue<Integer> order, int number) throws Exception {
        lock.enter(null);
        order.add(number);
        lock.unlock();
        return true;
    }

    @Test
    void aWaitEndsAtItsDeadline() throws Exception {
        lock.enter(null);
        assertFalse(background(() -> lock.lockBy(Deadline.after(Duration.ofMillis(1))))
                .get());
    }

    @Test
    void anInterruptEndsAWaitWithADeadlineAndNoOther() throws Exception {
        lock.enter(null);
        FutureTask<Boolean> bounded = awaiting(() -> {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, () -> lock.lockBy(LATE));
            return Thread.interrupted();
        });
        FutureTask<Boolean> unbounded = awaiting(() -> {
            Thread.currentThread().interrupt();
            lock.enter(null);
            lock.unlock();
            return Thread.interrupted();
        });
        assertTrue(bounded.get(), "the status stays set");
        assertFalse(unbounded.isDone());
        lock.unlock();
        assertTrue(unbounded.get(), "the status stays set");
    }

    /** The one who is inside may never leave. */
    @Test
    void itCanBeToldThatNobodyIsToWait() throws Exception {
        lock.enter(null);
        FutureTask<Boolean> before = awaiting(() -> lock.lockBy(LATE));
        lock.dismiss();
        FutureTask<Boolean> after = background(() -> lock.lockBy(LATE));
        assertClosed(before);
        assertClosed(after);
        lock.unlock();
        assertTrue(background(lock::tryLock).get());
    }

    private static void assertClosed(FutureTask<Boolean> call) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> call.get(20, TimeUnit.SECONDS));
        assertInstanceOf(ClosedChannelException.class, thrown.getCause());
    }

    @Test
    void aWaitThatIsNotNeededAnyMoreEnds() throws Exception {
        AtomicBoolean unneeded = new AtomicBoolean();
        lock.enter(null);
        FutureTask<Boolean> waiting = awaiting(() -> lock.enterUnless(unneeded::get, null));
        unneeded.set(true);
        lock.wake();
        assertFalse(waiting.get());
        assertTrue(lock.isMine());
    }

    /** Whoever waits has to know which of the two it was: the second look may see something else. */
    @Test
    void aWaitThatIsStillNeededAtItsDeadlineIsLate() throws Exception {
        lock.enter(null);
        FutureTask<Boolean> late =
                background(() -> lock.enterUnless(() -> false, Deadline.after(Duration.ofMillis(1))));
        ExecutionException thrown = assertThrows(ExecutionException.class, late::get);
        assertInstanceOf(SocketTimeoutException.class, thrown.getCause());
    }

    @Test
    void whoIsInsideIsNoOther() throws Exception {
        assertTrue(lock.isEmpty());
        assertFalse(lock.isTakenByAnother() || lock.isMine());
        assertTrue(lock.enterIfEmpty());
        assertFalse(lock.enterIfEmpty(), "not a second time");
        assertFalse(lock.isEmpty() || lock.isTakenByAnother());
        assertTrue(background(lock::isTakenByAnother).get());
        assertFalse(background(lock::enterIfEmpty).get());
        assertFalse(background(lock::isMine).get());
        lock.unlock();
        assertTrue(lock.isEmpty(), "it was entered once");
    }

    @Test
    void whoeverWantsToBeBackByThenIsToldThatSomebodyIsInside() throws Exception {
        lock.enter(null);
        ExecutionException thrown = assertThrows(
                ExecutionException.class,
                () -> background(() -> {
                            lock.enter(Deadline.NOW);
                            return true;
                        })
                        .get());
        assertInstanceOf(SocketTimeoutException.class, thrown.getCause());
    }

    /** Between two of them the lock is free: whoever comes then is not the next. */
    @Test
    void nobodyOvertakesWhoWaits() throws Exception {
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch mayLook = new CountDownLatch(1);
        FutureTask<Boolean> holder = background(() -> {
            lock.enter(null);
            looking.await();
            lock.unlock();
            return true;
        });
        while (!lock.isTakenByAnother()) {
            Thread.onSpinWait();
        }
        FutureTask<Boolean> first = background(() -> {
            boolean entered = lock.enterUnless(() -> isUnneededAfter(looking, mayLook), null);
            order.add(1);
            lock.unlock();
            return entered;
        });
        looking.await();
        while (lock.isTakenByAnother()) {
            Thread.onSpinWait();
        }
        assertFalse(lock.isEmpty(), "somebody waits");
        FutureTask<Boolean> second = awaiting(() -> enterAndNote(order, 2));
        mayLook.countDown();
        assertTrue(holder.get() && first.get() && second.get());
        assertEquals(List.of(1, 2), List.copyOf(order));
        assertTrue(lock.isEmpty(), "nobody waits any more");
    }

    private static boolean isUnneededAfter(CountDownLatch looking, CountDownLatch mayLook) {
        looking.countDown();
        try {
            mayLook.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return false;
    }

    /** Or it would wait for itself. */
    @Test
    void whoIsInsideNeedNotWaitBehindOthers() throws Exception {
        lock.enter(null);
        FutureTask<Boolean> waiting = awaiting(() -> enterAndNote(new ConcurrentLinkedQueue<>(), 1));
        lock.enter(Deadline.NOW);
        lock.unlock();
        assertFalse(waiting.isDone());
        lock.unlock();
        assertTrue(waiting.get());
    }

    /** One that has come to wait, as the lock sees it. */
    private FutureTask<Boolean> awaiting(Callable<Boolean> call) {
        FutureTask<Boolean> task = new FutureTask<>(call);
        Thread thread = start(task);
        while (!task.isDone()
                && thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return task;
    }

    private static <T> FutureTask<T> background(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        start(task);
        return task;
    }

    private static Thread start(FutureTask<?> task) {
        Thread thread = new Thread(task, "enters");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
