// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tls.close.bench.line.Backend;
import tls.close.bench.line.Line;
import tls.close.bench.line.MemoryLines;

/** The two alerts of a full close; each needs a connection of its own, which is made beside the timed path. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 6)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class CloseBenchmark {
    /** Which implementation. */
    @Param
    public Backend backend;

    /** Who drives it. */
    @Param
    public Driver driver;

    private MemoryLines lines;
    private Line line;

    /**
     * Once.
     *
     * @throws GeneralSecurityException if the backend refuses
     */
    @Setup
    public void prepare() throws GeneralSecurityException {
        lines = new MemoryLines(backend, driver == Driver.BARE);
    }

    /**
     * A connection whose tickets have been read.
     *
     * @throws IOException if there is none
     */
    @Setup(Level.Invocation)
    public void connect() throws IOException {
        line = lines.open();
        line.write(ByteBuffer.allocate(1));
        line.readFully(ByteBuffer.allocate(1));
    }

    /**
     * Ours, the peer's reading of it, its answer, and our reading of that.
     *
     * @throws IOException if it fails
     */
    @Benchmark
    public void close() throws IOException {
        line.end();
    }

    /**
     * Frees what the engine holds.
     *
     * @throws IOException if it fails
     */
    @TearDown(Level.Invocation)
    public void release() throws IOException {
        line.close();
    }
}
