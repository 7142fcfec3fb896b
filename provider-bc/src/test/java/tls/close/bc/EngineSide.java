// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** An engine with the bytes that are on their way to it and the data that it has delivered. */
final class EngineSide {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    final SSLEngine engine;
    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    /** Every result, for tests that look at the course of events. */
    final List<SSLEngineResult> results = new ArrayList<>();

    private ByteBuffer incoming = NOTHING;

    EngineSide(SSLEngine engine) {
        this.engine = engine;
    }

    void arrives(byte[] bytes) {
        ByteBuffer all = ByteBuffer.allocate(incoming.remaining() + bytes.length);
        incoming = all.put(incoming).put(bytes).flip();
    }

    int pending() {
        return incoming.remaining();
    }

    byte[] takePending() {
        byte[] bytes = new byte[incoming.remaining()];
        incoming.get(bytes);
        return bytes;
    }

    /** All that the engine has to say by itself. */
    byte[] say() throws SSLException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean more = true;
        while (more) {
            byte[] record = wrap(NOTHING);
            out.writeBytes(record);
            more = record.length > 0 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
        }
        return out.toByteArray();
    }

    byte[] wrap(ByteBuffer src) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(40_000);
        SSLEngineResult result = engine.wrap(src, out);
        results.add(result);
        runTasks();
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        if (bytes.length != result.bytesProduced()) {
            throw new AssertionError("says " + result + " but produced " + bytes.length);
        }
        return bytes;
    }

    /** Takes whole records until there is nothing left or no more is wanted. */
    void hear() throws SSLException {
        boolean more = true;
        while (more) {
            SSLEngineResult result = unwrap();
            more = (result.bytesConsumed() > 0 || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK)
                    && result.getStatus() == Status.OK
                    && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP;
            runTasks();
        }
    }

    SSLEngineResult unwrap() throws SSLException {
        ByteBuffer data = ByteBuffer.allocate(40_000);
        int before = incoming.remaining();
        SSLEngineResult result = engine.unwrap(incoming, data);
        results.add(result);
        if (before - incoming.remaining() != result.bytesConsumed()) {
            throw new AssertionError("says " + result + " but took " + (before - incoming.remaining()));
        }
        received.write(data.array(), 0, data.position());
        return result;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    boolean isHandshaking() {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }
}
