// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * An engine under test, driven in memory as a framework drives it: by its handshake status alone. Whatever it is used
 * for, it checks rule E2.
 */
public final class EngineEnd {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private byte[] unread = {};

    public EngineEnd(SSLEngine engine) {
        this.engine = engine;
    }

    public SSLEngine engine() {
        return engine;
    }

    /** The application data that has come. */
    public String text() {
        return data.toString(StandardCharsets.UTF_8);
    }

    /** What has come and was not consumed. */
    byte[] unread() {
        return unread.clone();
    }

    /** Makes records for as long as the engine asks for that. */
    public byte[] take() throws SSLException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        runTasks();
        while (isAsking()) {
            records.writeBytes(takeOne());
            runTasks();
        }
        return records.toByteArray();
    }

    public byte[] takeOne() throws SSLException {
        byte[] next = wrap(NOTHING);
        assertTrue(next.length > 0 || !isAsking(), "it asks to wrap and has nothing to say");
        return next;
    }

    private boolean isAsking() {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    /** Makes the records of some application data. */
    public byte[] write(String text) throws SSLException {
        ByteBuffer source = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        while (source.hasRemaining()) {
            byte[] next = wrap(source);
            assertTrue(next.length > 0, "it takes no data");
            records.writeBytes(next);
        }
        return records.toByteArray();
    }

    private byte[] wrap(ByteBuffer source) throws SSLException {
        ByteBuffer target = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(source, target);
        return Arrays.copyOf(target.array(), target.position());
    }

    /** Consumes what has come, as far as the engine does, and says whether it consumed or did anything. */
    public boolean offer(byte... bytes) throws SSLException {
        boolean any = runTasks();
        boolean goesOn = offerOne(bytes);
        while (goesOn) {
            any = true;
            goesOn = offerOne();
        }
        return any;
    }

    /** Consumes one record of what has come, and says whether it consumed or did anything. */
    boolean offerOne(byte... bytes) throws SSLException {
        int had = unread.length;
        unread = Arrays.copyOf(unread, had + bytes.length);
        System.arraycopy(bytes, 0, unread, had, bytes.length);
        if (isAsking() || engine.isInboundDone()) {
            return false;
        }
        ByteBuffer source = ByteBuffer.wrap(unread);
        SSLEngineResult result = unwrap(source);
        unread = Arrays.copyOfRange(unread, source.position(), unread.length);
        return runTasks() || result.bytesConsumed() > 0 || result.bytesProduced() > 0;
    }

    /** One call of the engine; the data goes to {@link #text}. */
    public SSLEngineResult unwrap(ByteBuffer source) throws SSLException {
        ByteBuffer target = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(source, target);
        if (result.getStatus() == Status.CLOSED) {
            assertTrue(engine.isInboundDone(), "rule E2: CLOSED, but the inbound side is open"); // rule E2
        }
        data.write(target.array(), 0, target.position());
        return result;
    }

    public SSLEngineResult unwrap(byte... bytes) throws SSLException {
        return unwrap(ByteBuffer.wrap(bytes));
    }

    private boolean runTasks() {
        boolean any = false;
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTask();
            any = true;
        }
        return any;
    }

    void runTask() {
        Runnable task = engine.getDelegatedTask();
        if (task == null) {
            throw new AssertionError("it waits for a task and has none");
        }
        task.run();
    }

    @Override
    public String toString() {
        return "engine %s, inbound done %s, outbound done %s, %d bytes of data, %d unread"
                .formatted(
                        engine.getHandshakeStatus(),
                        engine.isInboundDone(),
                        engine.isOutboundDone(),
                        data.size(),
                        unread.length);
    }
}
