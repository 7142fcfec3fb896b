// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections in the caller's thread, in two phases: close_notify is said on all of them, then all are waited for.
 *
 * <pre>
 *              a selector can wait for it
 *   goodbye ----------------------------> selected ----- done, failed, late ----> over
 *      |                                   |   ^                                   ^
 *      |        another thread has to move |   | it has                            |
 *      |                                   v   |                                   |
 *      +-------------------------------> a worker --------------------------------+
 * </pre>
 */
final class GoodbyeLoop implements AutoCloseable {
    /**
     * How often it looks at all of them, for what other threads do is told by no selector: reading what was waited for,
     * {@code close()}, the closing of a channel (rules 8.2, 8.4, 8.5). Otherwise it looks at those that are ready.
     */
    private static final int LOOK_MILLIS = 100;

    private static final int REINFORCE_MILLIS = 50;

    private final Selector selector;
    private final GoodbyeTerms terms;
    private final List<Goodbye> all;
    private final GoodbyeWorkers workers;
    private final Set<Goodbye> selected = new HashSet<>();
    private final Set<Goodbye> atWork = new HashSet<>();
    private final List<Goodbye> leaving = new ArrayList<>();
    private final Queue<Goodbye> next = new ArrayDeque<>();
    private final Queue<GoodbyeWork> results = new ConcurrentLinkedQueue<>();
    private long lastLook = System.nanoTime();

    /** When the workers had time left, or something came of them, last. */
    private long lastNews = System.nanoTime();

    GoodbyeLoop(Selector selector, GoodbyeTerms terms, List<Goodbye> all) {
        this.selector = selector;
        this.terms = terms;
        this.all = all;
        this.workers = new GoodbyeWorkers(this::report);
    }

    /** Called by workers. */
    private void report(GoodbyeWork work) {
        results.add(work);
        selector.wakeup();
    }

    void run() throws IOException {
        boolean interrupted = false;
        try {
            begin(all.stream().filter(Goodbye::mayBegin).toList());
            while (!selected.isEmpty() || !atWork.isEmpty() || !next.isEmpty()) {
                while (!next.isEmpty()) {
                    begin(List.of(next.remove()));
                }
                select();
                collect();
                if (Thread.interrupted()) {
                    interrupted = true;
                    terms.cancel();
                    lastNews = System.nanoTime();
                }
                endIfItIsTime();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void begin(List<Goodbye> some) {
        some.forEach(this::send);
        some.stream().filter(selected::contains).forEach(this::goOn);
    }

    private void send(Goodbye goodbye) {
        try {
            if (goodbye.begin(selector)) {
                selected.add(goodbye);
            } else {
                handOver(goodbye);
            }
        } catch (IOException | RuntimeException | Error e) {
            end(goodbye, e);
        }
    }

    private void handOver(Goodbye goodbye) {
        selected.remove(goodbye);
        goodbye.awaitNothing();
        workers.submit(goodbye.work());
        atWork.add(goodbye);
    }

    private void goOn(Goodbye goodbye) {
        try {
            switch (goodbye.attempt()) {
                case DONE -> end(goodbye, null);
                case WANT_TASK -> handOver(goodbye);
                case WANT_READ, WANT_WRITE -> goodbye.await();
            }
        } catch (IOException | RuntimeException | Error e) {
            end(goodbye, e);
        }
    }

    private void select() throws IOException {
        int most = workers.reinforce() ? REINFORCE_MILLIS : LOOK_MILLIS;
        int left = terms.deadline().remainingMillis(most);
        // What has been canceled leaves the selector at once, and not when the next is ready.
        boolean waits = leaving.isEmpty() && (left > 0 || selected.isEmpty());
        int ready = waits ? selector.select(left > 0 ? left : most) : selector.selectNow();
        leaving.forEach(Goodbye::release);
        leaving.clear();
        if (ready > 0) {
            goOnWithWhatIsReady();
        }
        if (System.nanoTime() - lastLook >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
            List.copyOf(selected).stream().filter(Goodbye::wasOvertaken).forEach(this::goOn);
            lastLook = System.nanoTime();
        }
    }

    private void goOnWithWhatIsReady() {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Goodbye goodbye && selected.contains(goodbye)) {
                goOn(goodbye);
            }
        }
        selector.selectedKeys().clear();
    }

    private void collect() {
        for (GoodbyeWork work = results.poll(); work != null; work = results.poll()) {
            lastNews = System.nanoTime();
            Goodbye goodbye = work.goodbye();
            if (atWork.remove(goodbye)) {
                if (work.isDone()) {
                    end(goodbye, work.thrown());
                } else {
                    selected.add(goodbye);
                    goOn(goodbye);
                }
            }
        }
    }

    private void endIfItIsTime() {
        if (!terms.areOver()) {
            lastNews = System.nanoTime();
            return;
        }
        endAll(selected);
        if (terms.areGivenUp(System.nanoTime() - lastNews)) {
            endAll(atWork);
        }
    }

    private void endAll(Set<Goodbye> some) {
        List.copyOf(some).forEach(each -> end(each, terms.reason(each.exchange())));
    }

    private void end(Goodbye goodbye, @Nullable Throwable failure) {
        selected.remove(goodbye);
        atWork.remove(goodbye);
        if (goodbye.leave()) {
            leaving.add(goodbye);
        } else {
            goodbye.release();
        }
        goodbye.end(failure).ifPresent(next::add);
    }

    /** In whatever way it came to that: the selector is closed first. */
    @Override
    public void close() throws IOException {
        workers.close();
        try {
            selector.close();
        } finally {
            all.forEach(Goodbye::release);
        }
    }
}
