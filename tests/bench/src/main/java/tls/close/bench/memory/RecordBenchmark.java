// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tls.close.bench.line.Backend;
import tls.close.bench.line.Line;
import tls.close.bench.line.MemoryLines;

/** A record there and the same back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class RecordBenchmark {
    private static final int LENGTH = 1024;

    /** Which implementation. */
    @Param
    public Backend backend;

    /** Who drives it. */
    @Param
    public Driver driver;

    private final ByteBuffer data = ByteBuffer.allocate(LENGTH);
    private Line line;

    /**
     * The one connection.
     *
     * @throws GeneralSecurityException if the backend refuses
     * @throws IOException if there is none
     */
    @Setup
    public void connect() throws GeneralSecurityException, IOException {
        line = new MemoryLines(backend, driver == Driver.BARE).open();
    }

    /**
     * One record each way.
     *
     * @throws IOException if it fails
     */
    @Benchmark
    public void record() throws IOException {
        line.write(data.clear());
        line.readFully(data.clear());
    }
}
