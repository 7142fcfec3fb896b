// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Arrays;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Sequence;

/** The owner of the connection under test. Whatever the peer does, a call returns or throws what its Javadoc says. */
final class Owner {
    private static final int LITTLE = 10;
    private static final int MUCH = 20_000;
    private static final CloseLimits LIMITS =
            CloseLimits.DEFAULT.withDiscardedBytes(100).withDiscardedRecords(5);

    /** How to wait for what a call waits for. */
    interface Patience {
        /** Fails if nothing will come. */
        void await(TlsConnection connection) throws IOException;
    }

    private interface Attempt {
        boolean isDone() throws IOException;
    }

    private final TlsConnection connection;
    private final boolean blocks;
    private final Patience patience;
    private final Heard heard = new Heard();
    private long sent;
    private boolean metEnd;
    private boolean inputClosed;
    private boolean outputClosed;

    Owner(TlsConnection connection, boolean blocks, Patience patience) {
        this.connection = connection;
        this.blocks = blocks;
        this.patience = patience;
    }

    Heard heard() {
        return heard;
    }

    /** How much the peer may have got. */
    long sent() {
        return sent;
    }

    /** Whether a read has said that all has come. */
    boolean hasMetEnd() {
        return metEnd;
    }

    /** A failure is the peer's doing, and the next call is made all the same, as applications do. */
    void make(Call call) {
        try {
            switch (call) {
                case HANDSHAKE -> untilDone(() -> connection.handshake() == Progress.DONE);
                case HANDSHAKE_ONCE -> connection.handshake();
                case WRITE -> write(LITTLE);
                case WRITE_MUCH -> write(MUCH);
                case READ -> untilDone(() -> read() != 0);
                case READ_TO_END -> untilDone(this::readToEnd);
                case READ_STREAM -> readStream();
                case BYE_WR -> bye(CloseRequest.SHUT_WR, CloseLimits.DEFAULT);
                case BYE_RDWR -> bye(CloseRequest.SHUT_RDWR, CloseLimits.DEFAULT);
                case BYE_WITHIN_LIMITS -> bye(CloseRequest.SHUT_RDWR, LIMITS);
                case CLOSE -> close();
            }
        } catch (IOException e) {
            // Declared.
        }
        judge();
    }

    private void untilDone(Attempt attempt) throws IOException {
        while (!attempt.isDone()) {
            assertFalse(blocks, "a call over a blocking transport came back without progress");
            patience.await(connection);
        }
    }

    private void write(int length) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(Sequence.bytes(sent, length));
        sent += length; // What fails may have gone out.
        untilDone(() -> {
            connection.write(data);
            return !data.hasRemaining();
        });
    }

    private int read() throws IOException {
        ByteBuffer dst = ByteBuffer.allocate(MUCH);
        int count = connection.read(dst);
        assertEquals(Math.max(0, count), dst.position(), "bytes read");
        note(count, dst.array());
        return count;
    }

    private void note(int count, byte[] bytes) {
        heard.read(connection.report().discardedBytes(), Arrays.copyOf(bytes, Math.max(0, count)));
        metEnd |= count < 0;
    }

    private boolean readToEnd() throws IOException {
        int count = read();
        while (count > 0) {
            count = read();
        }
        return count < 0;
    }

    private void readStream() throws IOException {
        byte[] bytes = new byte[MUCH];
        try {
            int count = connection.inputStream().read(bytes);
            note(count, bytes);
        } catch (IllegalBlockingModeException e) {
            assertFalse(blocks, e::toString);
        }
    }

    private void bye(CloseRequest how, CloseLimits limits) throws IOException {
        untilDone(() -> connection.bye(how, limits) == Progress.DONE);
        CloseReport report = connection.report();
        assertTrue(
                how == CloseRequest.SHUT_WR
                        || report.orderly()
                        || report.protocol().equals("NONE"),
                () -> "DONE, and " + report);
    }

    private void close() {
        connection.close();
        assertFalse(connection.isOpen(), "open after close()");
        assertFalse(connection.isInputOpen() || connection.isOutputOpen(), "a side is open after close()");
    }

    private void judge() {
        assertFalse(inputClosed && connection.isInputOpen(), "the input side has opened again");
        assertFalse(outputClosed && connection.isOutputOpen(), "the output side has opened again");
        inputClosed = !connection.isInputOpen();
        outputClosed = !connection.isOutputOpen();
    }
}
