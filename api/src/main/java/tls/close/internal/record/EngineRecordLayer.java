// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/**
 * Drives an {@link SSLEngine} record by record. It trusts byte counts, {@code isInboundDone} and
 * {@code isOutboundDone}, never {@code Status.CLOSED} alone, and stops with a clear error where an engine makes no
 * progress (rule 6.4).
 */
public final class EngineRecordLayer implements RecordLayer {
    private final DelegatedTasks tasks;
    private final EngineInput input;
    private final EngineOutput output;

    public EngineRecordLayer(SSLEngine engine, Transport transport, Optional<Executor> executor, Diagnosis diagnosis) {
        this.tasks = new DelegatedTasks(engine, executor.filter(e -> !transport.isBlocking()));
        this.output = new EngineOutput(transport, tasks);
        this.input = new EngineInput(engine, transport, tasks, diagnosis, output);
    }

    @Override
    public Step handshake() throws IOException {
        return input.handshake();
    }

    @Override
    public boolean awaitTasks(Duration atMost) throws InterruptedException {
        return tasks.await(atMost);
    }

    @Override
    public Step read(ByteBuffer dst) throws IOException {
        return input.read(dst);
    }

    @Override
    public int heldData() {
        return input.heldData();
    }

    @Override
    public int cutAfter() {
        return input.cutAfter();
    }

    @Override
    public Step write(ByteBuffer src) throws IOException {
        return output.write(src);
    }

    @Override
    public Step flush() throws IOException {
        return output.flush();
    }

    @Override
    public void closeOutput() {
        output.close();
    }

    @Override
    public boolean hasOutput() {
        return output.hasOutput();
    }

    @Override
    public boolean owesAnswer() {
        return output.owesAnswer();
    }

    @Override
    public boolean isInLaterHandshake() {
        return input.isInLaterHandshake();
    }

    @Override
    public Output output() {
        return output.ending();
    }

    @Override
    public SSLSession session() {
        return tasks.engine().getSession();
    }

    @Override
    public String applicationProtocol() {
        String chosen = tasks.engine().getApplicationProtocol();
        return chosen == null ? "" : chosen;
    }

    @Override
    public void release() {
        if (output.isReleased() || tasks.areRunning()) {
            return; // An engine that hands out tasks is Java all through: it is the garbage collector's.
        }
        output.release();
        try {
            tasks.engine().closeInbound();
        } catch (SSLException e) {
            // It says that no close_notify has come, which is known by now.
        }
        input.release();
    }
}
