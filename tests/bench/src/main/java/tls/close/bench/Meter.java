// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What each operation of one turn took: time, and what the calling thread allocated and computed. */
public final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long[] nanos;
    private final long[] bytes;
    private final long[] cpu;
    private int count;

    Meter(int operations) {
        nanos = new long[operations];
        bytes = new long[operations];
        cpu = new long[operations];
    }

    /** Right before what is timed. */
    public void start() {
        cpu[count] = THREADS.getCurrentThreadCpuTime();
        bytes[count] = THREADS.getCurrentThreadAllocatedBytes();
        nanos[count] = System.nanoTime();
    }

    /** Right behind it. */
    public void stop() {
        nanos[count] = System.nanoTime() - nanos[count];
        bytes[count] = THREADS.getCurrentThreadAllocatedBytes() - bytes[count];
        cpu[count] = THREADS.getCurrentThreadCpuTime() - cpu[count];
        count++;
    }

    /**
     * What another process has measured.
     *
     * @param time in nanoseconds
     */
    public void add(long time) {
        nanos[count++] = time;
    }

    Turn turn() {
        return new Turn(median(nanos), median(bytes), median(cpu));
    }

    private static double median(long[] values) {
        return Quartiles.of(Arrays.stream(values).mapToDouble(value -> value)).median();
    }

    /**
     * The medians of a turn.
     *
     * @param nanos time
     * @param bytes allocated by the calling thread
     * @param cpu nanoseconds of the calling thread's own
     */
    record Turn(double nanos, double bytes, double cpu) {}
}
