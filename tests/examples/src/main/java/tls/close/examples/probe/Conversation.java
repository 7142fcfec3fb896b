// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;

/**
 * Takes each step to its end, over a transport that blocks or does not: a step that could not go on is taken again once
 * the transport is ready for what the connection waits for. Over a transport that blocks no loop here goes round twice.
 */
record Conversation(Transport transport, TlsConnection tls) {

    void handshake() throws IOException {
        while (tls.handshake() != Progress.DONE) {
            transport.await(tls.interestOps());
        }
    }

    void bye(CloseRequest how, CloseLimits limits) throws IOException {
        while (tls.bye(how, limits) != Progress.DONE) {
            transport.await(tls.interestOps());
        }
    }

    void write(String text) throws IOException {
        write(tls, text, tls::interestOps);
    }

    String read(int bytes) throws IOException {
        return read(tls, bytes, tls::interestOps);
    }

    /** Reads until the peer has ended its side, and says of each piece how many bytes it had. */
    void readToEnd(IntConsumer counter) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 14);
        int count;
        while ((count = tls.read(chunk.clear())) >= 0) {
            counter.accept(count);
            if (count == 0) {
                transport.await(tls.interestOps());
            }
        }
    }

    void writePlaintext(String text) throws IOException {
        write(transport, text, () -> SelectionKey.OP_WRITE);
    }

    String readPlaintext(int bytes) throws IOException {
        return read(transport, bytes, () -> SelectionKey.OP_READ);
    }

    private void write(ByteChannel to, String text, IntSupplier waitingFor) throws IOException {
        ByteBuffer bytes = UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            to.write(bytes);
            if (bytes.hasRemaining()) {
                transport.await(waitingFor.getAsInt());
            }
        }
    }

    private String read(ByteChannel from, int bytes, IntSupplier waitingFor) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(bytes);
        while (text.hasRemaining()) {
            int count = from.read(text);
            if (count < 0) {
                throw new EOFException("the peer ended after " + text.position() + " of " + bytes + " bytes");
            }
            if (count == 0) {
                transport.await(waitingFor.getAsInt());
            }
        }
        return UTF_8.decode(text.flip()).toString();
    }
}
