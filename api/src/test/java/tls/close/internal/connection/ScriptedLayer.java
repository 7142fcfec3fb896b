// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A backend that does as it is told, and afterwards has nothing to read and nothing to send. */
final class ScriptedLayer extends WatchedLayer {
    /** What one step does. */
    interface Act {
        Step on(ByteBuffer dst) throws IOException;
    }

    final Deque<Act> handshakes = new ArrayDeque<>();
    final Deque<Act> reads = new ArrayDeque<>();
    final Deque<Act> flushes = new ArrayDeque<>();
    final Deque<Act> writes = new ArrayDeque<>();
    final List<Integer> rooms = new ArrayList<>();
    volatile int held;
    int cut;
    int closed;
    boolean tasksAreDone = true;
    volatile boolean owes;
    volatile Output ending = Output.OPEN;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    static Act data(int size) {
        return dst -> {
            dst.put(new byte[size]);
            return Step.TAKEN;
        };
    }

    static Act step(Step step) {
        return dst -> step;
    }

    static Act failure(IOException e) {
        return dst -> {
            throw e;
        };
    }

    /** To be read so many times. */
    ScriptedLayer reads(int times, Act act) {
        for (int i = 0; i < times; i++) {
            reads.add(act);
        }
        return this;
    }

    @Override
    public Step handshake() throws IOException {
        return handshakes.isEmpty() ? Step.TAKEN : handshakes.remove().on(NOTHING);
    }

    @Override
    public Step read(ByteBuffer dst) throws IOException {
        rooms.add(dst.remaining());
        return reads.isEmpty() ? Step.WANT_READ : reads.remove().on(dst);
    }

    @Override
    public Step write(ByteBuffer src) throws IOException {
        if (!writes.isEmpty()) {
            return writes.remove().on(src);
        }
        src.position(src.limit());
        return Step.TAKEN;
    }

    @Override
    public Step flush() throws IOException {
        Step step = flushes.isEmpty() ? Step.TAKEN : flushes.remove().on(NOTHING);
        owes &= step != Step.TAKEN;
        return step;
    }

    @Override
    public void closeOutput() {
        closed++;
        owes = true;
        ending = Output.CLOSE_NOTIFY;
    }

    @Override
    public boolean hasOutput() {
        return owes;
    }

    @Override
    public Output output() {
        return ending;
    }

    @Override
    public boolean awaitTasks(Duration atMost) {
        return tasksAreDone;
    }

    @Override
    public int heldData() {
        return held;
    }

    @Override
    public int cutAfter() {
        return cut;
    }
}
