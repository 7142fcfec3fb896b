// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * The record-exact loop by hand over an engine: five bytes of header, then the body, and not a byte more. No deadline, no
 * bounds, no report, one thread, buffers that are there already: what every other way is measured by.
 */
final class BareLine implements Line.InTwoPhases {
    private static final int HEADER = 5;
    private static final int LENGTH_AT = 3;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final Link link;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final ByteBuffer plain;

    BareLine(SSLEngine engine, Link link, Rooms rooms) {
        this.engine = engine;
        this.link = link;
        in = rooms.in();
        out = rooms.out();
        plain = rooms.plain();
        plain.clear().flip();
    }

    @Override
    public void handshake() throws IOException {
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
            switch (status) {
                case NEED_WRAP -> send(NOTHING);
                case NEED_TASK -> engine.getDelegatedTask().run();
                default -> receive();
            }
            status = engine.getHandshakeStatus();
        }
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            send(data);
        }
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (!plain.hasRemaining()) {
                receive();
                continue;
            }
            int count = Math.min(into.remaining(), plain.remaining());
            into.put(plain.slice(plain.position(), count));
            plain.position(plain.position() + count);
        }
    }

    @Override
    public void closeOutput() throws IOException {
        engine.closeOutbound();
        send(NOTHING);
    }

    @Override
    public void awaitEnd() throws IOException {
        while (!engine.isInboundDone()) {
            receive();
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
    }

    private void send(ByteBuffer data) throws IOException {
        out.clear();
        engine.wrap(data, out);
        out.flip();
        if (out.hasRemaining()) {
            link.write(out);
        }
    }

    private void receive() throws IOException {
        link.readFully(in.clear().limit(HEADER));
        int body = Short.toUnsignedInt(in.getShort(LENGTH_AT));
        link.readFully(in.limit(HEADER + body));
        in.flip();
        plain.clear();
        engine.unwrap(in, plain);
        while (in.hasRemaining()) {
            // Some take a record in more than one step, others stop before it for a task.
            int before = in.remaining();
            Runnable task = engine.getDelegatedTask();
            if (task != null) {
                task.run();
            }
            engine.unwrap(in, plain);
            if (task == null && in.remaining() == before) {
                throw new SSLException("the engine does not take a whole record: " + engine.getHandshakeStatus());
            }
        }
        plain.flip();
    }
}
