// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tls.close.internal.transport.Selectable;

/**
 * A selector that selects what it is told, and notes how long it was to wait. Its channels carry nothing. What is
 * canceled leaves it when it looks next, as the JDK's do.
 */
final class StubSelector extends AbstractSelector {
    /** What happens while it waits. */
    interface Act {
        void on() throws IOException;
    }

    static final long AT_ONCE = -1;

    /** The next waits; afterwards each ends when it is woken up, or when its time is over. */
    final Deque<Act> acts = new ArrayDeque<>();

    /** For how long it was to wait; 0 is for ever. */
    final List<Long> waits = new ArrayList<>();

    private final Set<SelectionKey> keys = new HashSet<>();
    private final Set<SelectionKey> selected = new HashSet<>();
    private final Semaphore wakeups = new Semaphore(0);

    StubSelector() {
        super(null); // Any but the JDK's.
    }

    void makeReady(Place place) {
        selected.add(Objects.requireNonNull(place.key()));
    }

    @Override
    public Set<SelectionKey> keys() {
        return keys;
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return selected;
    }

    @Override
    public int selectNow() throws IOException {
        return look(AT_ONCE);
    }

    @Override
    public int select() throws IOException {
        return look(0);
    }

    @Override
    public int select(long millis) throws IOException {
        return look(millis);
    }

    private int look(long millis) throws IOException {
        waits.add(millis);
        forgetCanceled();
        if (!acts.isEmpty()) {
            acts.remove().on();
        } else if (millis > 0) {
            waitFor(millis);
        } else if (millis == 0) {
            throw new AssertionError("it waits for ever");
        }
        forgetCanceled();
        return selected.size();
    }

    /** Until somebody wakes it up. */
    void waitFor(long millis) {
        try {
            if (wakeups.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                wakeups.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forgetCanceled() {
        Set<SelectionKey> canceled = cancelledKeys();
        synchronized (canceled) {
            for (SelectionKey key : canceled) {
                keys.remove(key);
                selected.remove(key);
                deregister((AbstractSelectionKey) key);
            }
            canceled.clear();
        }
    }

    @Override
    public Selector wakeup() {
        wakeups.release();
        return this;
    }

    @Override
    protected void implCloseSelector() {
        keys.forEach(SelectionKey::cancel);
        forgetCanceled();
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        Key key = new Key(channel, operations);
        key.attach(attachment);
        keys.add(key);
        return key;
    }

    /** A channel that it can wait for. */
    final class Place extends AbstractSelectableChannel implements Selectable {
        boolean isTaken;
        int held;
        Runnable atGiveBack = () -> {};

        Place() {
            super(null); // Any but the JDK's.
        }

        @Nullable
        SelectionKey key() {
            return keyFor(StubSelector.this);
        }

        @Override
        public SelectableChannel channel() {
            return this;
        }

        @Override
        public @Nullable Runnable hold() throws IOException {
            if (isTaken) {
                return null;
            }
            configureBlocking(false);
            held++;
            return this::giveBack;
        }

        private void giveBack() {
            atGiveBack.run();
            held--;
            if (isRegistered()) {
                throw new IllegalStateException("the selector has not looked since it was to forget it");
            }
            try {
                configureBlocking(true);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public int validOps() {
            return SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        }

        @Override
        protected void implCloseSelectableChannel() {}

        @Override
        protected void implConfigureBlocking(boolean block) {}
    }

    private final class Key extends AbstractSelectionKey {
        private final SelectableChannel channel;
        private int operations;

        Key(SelectableChannel channel, int operations) {
            this.channel = channel;
            this.operations = operations;
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public Selector selector() {
            return StubSelector.this;
        }

        @Override
        public int interestOps() {
            return operations;
        }

        @Override
        public SelectionKey interestOps(int ops) {
            operations = ops;
            return this;
        }

        @Override
        public int readyOps() {
            return operations;
        }
    }
}
