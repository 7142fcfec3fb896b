// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tls.close.spi.RecordLayer.Output;
import tls.close.spi.Transport;

/**
 * The output side of a {@link Witness}. It sees that a write failed, and does not tell the {@code SSLSocket}: {@code
 * TransportContext.closeOutbound} only logs it when the write was an alert's, and after another's an {@code SSLSocket}
 * reads no more, not even the alert that says why (rule 4.7).
 */
final class WitnessOutput extends OutputStream {
    private static final int HEADER = 5;
    private static final int ALERT = 21;
    private static final int ALERT_LENGTH = 2;
    private static final int FATAL = 2;

    /** A caller's own socket may break off a write (rule 7.3). */
    private static final String UNREPEATABLE =
            "a write was broken off, and what an SSLSocket has said it does not say again";

    private final Transport transport;
    private final Witness witness;

    // Both sides: reading may answer, and an answer may fail.
    private volatile boolean answeredFatally;
    private volatile @Nullable IOException failure;

    /** Null when the handshake is done: there may be many idle ones. */
    private volatile @Nullable Flight flight;

    WitnessOutput(Transport transport, Witness witness) {
        this.transport = transport;
        this.witness = witness;
        this.flight = new Flight(transport);
    }

    // The handshake

    /** This thread goes on with it. */
    void enterHandshake() {
        Flight begun = flight;
        if (begun != null) {
            begun.enter();
        }
    }

    /** It leaves. */
    void leaveHandshake() {
        Flight begun = flight;
        if (begun != null) {
            try {
                sendFlight();
            } finally {
                begun.leave();
            }
        }
    }

    /** The peer has its turn. */
    void sendFlight() {
        Flight begun = flight;
        if (begun != null && failure == null) {
            try {
                begun.send();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    void endHandshake() {
        flight = null;
    }

    private void fail(IOException e) {
        failure = e instanceof InterruptedIOException ? new IOException(UNREPEATABLE, e) : e;
    }

    // What has become of it

    /** Whether the transport has failed here: what was to go out then has not. */
    boolean hasFailed() {
        return failure != null;
    }

    /** Throws what the transport threw here, if it did. */
    void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * How the {@code SSLSocket} has answered a close_notify in the handshake. TLS 1.3 encrypts that beyond recognition,
     * but there only close_notify is no answer: {@code TransportContext.passiveInboundClose} keeps it for TLS 1.2.
     */
    Output answer() {
        return answeredFatally ? Output.FATAL_ALERT : Output.CLOSE_NOTIFY;
    }

    private void followAnswer(byte[] record, int offset, int length) {
        boolean isAlert = record[offset] == ALERT;
        boolean inClear = isAlert && length == HEADER + ALERT_LENGTH;
        answeredFatally = inClear ? record[offset + HEADER] == FATAL : !isAlert;
    }

    // What the SSLSocket calls

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        witness.requireCall();
        if (failure != null || !witness.lastWord().mayGoOut(bytes, offset, length)) {
            return; // Whoever asks is told: check, LastWord.
        }
        followAnswer(bytes, offset, length);
        try {
            say(bytes, offset, length);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void say(byte[] record, int offset, int length) throws IOException {
        Flight begun = flight;
        if (begun == null) {
            transport.write(ByteBuffer.wrap(record, offset, length));
        } else {
            begun.say(record, offset, length);
        }
    }
}
