// SPDX-License-Identifier: Apache-2.0
package tls.close.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLSession;

/**
 * What the closing state machine drives: a TLS implementation bound to a {@link Transport}. The API makes one from any
 * conforming {@link javax.net.ssl.SSLEngine}; a provider implements it only where it has a better way.
 *
 * <p>{@link #handshake}, {@link #read} and {@link #cutAfter} belong to the input side; {@link #write}, {@link #flush}
 * and {@link #closeOutput} to the output side. At any time at most one thread is in each side; both may be in at once.
 * Every step can be taken again after it did not come to its end or threw an {@link java.io.InterruptedIOException},
 * and then goes on where it stopped.
 *
 * <p>Steps throw {@link javax.net.ssl.SSLException} if the peer sent a fatal alert or something unacceptable, and the
 * transport's own {@link IOException} if that failed.
 *
 * <pre>{@code
 * RecordLayer.Step step = layer.read(buffer);
 * if (step == RecordLayer.Step.CLOSE_NOTIFY) {
 *     layer.closeOutput(); // the peer has said all
 * }
 * }</pre>
 */
public interface RecordLayer {

    /** What a step came to. */
    enum Step {
        /** It was taken: the handshake is done, one record was read, some bytes were written, all is flushed. */
        TAKEN,
        /** The transport has nothing to read. */
        WANT_READ,
        /** The transport takes nothing. */
        WANT_WRITE,
        /** A delegated task has to run first, and does so elsewhere. */
        WANT_TASK,
        /** {@link RecordLayer#flush} has to be called first, in the output side. */
        WANT_FLUSH,
        /** The peer's authenticated close_notify has been read; nothing behind it was consumed. */
        CLOSE_NOTIFY,
        /** The transport ended. */
        END_OF_TRANSPORT
    }

    /** How the implementation has ended its output. */
    enum Output {
        /** It has not. */
        OPEN,
        /** With a close_notify, by {@link RecordLayer#closeOutput} or in answer to the peer's. */
        CLOSE_NOTIFY,
        /** With a fatal alert. */
        FATAL_ALERT,
        /** Without an alert: the peer's fatal alert demands that, and some can make none in the middle of a handshake. */
        SILENCE
    }

    /**
     * Goes on with the handshake, the first one or a later one.
     *
     * @return {@code TAKEN} if there is none to go on with, otherwise why it could not go on
     * @throws IOException as described above
     */
    Step handshake() throws IOException;

    /**
     * Reads one record, or what is left of the last one.
     *
     * @param dst takes application data, if the record has some; what it has no room for is {@linkplain #holdsData held}
     * @return {@code TAKEN}, also if there was no data in the record; otherwise why not
     * @throws IOException as described above
     */
    Step read(ByteBuffer dst) throws IOException;

    /**
     * Writes application data, at most one record, and flushes.
     *
     * @param src the data; afterwards its position says how much was taken
     * @return {@code TAKEN} if some was taken, or if the implementation has {@linkplain #output ended} its output; {@code WANT_READ} if a handshake has to go on first, in the input side; {@code WANT_WRITE} if what was
     *     written before is still here
     * @throws IOException as described above
     */
    Step write(ByteBuffer src) throws IOException;

    /**
     * Sends what the implementation has to say by itself and what the transport has not yet taken. Once the transport has
     * failed here, neither is owed any more: {@link #read} goes on to whatever the peer has sent before (rule 4.7).
     *
     * @return {@code TAKEN} if nothing is left, otherwise {@code WANT_WRITE}, or {@code WANT_TASK} if a close_notify has
     *     to wait for a delegated task
     * @throws IOException as described above
     */
    Step flush() throws IOException;

    /**
     * Makes the close_notify, preceded by user_canceled if a handshake is in progress; {@link #flush} sends it. Called
     * once.
     *
     * @throws IOException as described above
     */
    void closeOutput() throws IOException;

    /**
     * Whether {@link #flush} has something to do. Never blocks.
     *
     * @return true if there is something to send
     */
    boolean hasOutput();

    /**
     * Whether the implementation has an answer of its own to send, as to a key update, before it reads on: a peer that
     * asks without reading would fill the memory otherwise (rule 6.6). {@link #read} returns {@code WANT_FLUSH} then.
     * Never blocks.
     *
     * @return false also once a close_notify was asked for: nothing is answered any more
     */
    boolean owesAnswer();

    /**
     * Whether {@link #read} has met a handshake behind the first that is not done. In one the implementation may call back
     * to the application, such as a trust manager, and make every other call wait until that has returned: then whoever says
     * goodbye beside the reader leaves the waiting to another thread (rule 7.1). Never blocks.
     *
     * @return true for a while longer does no harm; false also if other calls need not wait
     */
    default boolean isInLaterHandshake() {
        return false;
    }

    /**
     * How the output stands: what has been made, whether or not {@link #flush} has sent it. Never blocks, not even while
     * another thread is in a callback of the implementation's.
     *
     * @return {@code OPEN} as long as application data can be written; {@code SILENCE} also for an alert that can go out
     *     no more, because the implementation has given it to a transport that failed, or because it was released
     */
    Output output();

    /**
     * How much application data has been decrypted that {@link #read} has had no room for. Never blocks.
     *
     * @return a number of bytes; 0 if the next {@code read} needs another record
     */
    int heldData();

    /**
     * Whether there is such data.
     *
     * @return false if the next {@code read} needs another record
     */
    default boolean holdsData() {
        return heldData() > 0;
    }

    /**
     * How much of an incomplete record has been read.
     *
     * @return bytes including the header; 0 between two records
     */
    int cutAfter();

    /**
     * The TLS session.
     *
     * @return the implementation's session, or its placeholder before the handshake is done
     */
    SSLSession session();

    /**
     * The protocol that ALPN chose.
     *
     * @return empty if none
     */
    String applicationProtocol();

    /**
     * Waits for what {@link Step#WANT_TASK} stands for: until no delegated task runs elsewhere. Called in neither side.
     *
     * @param atMost how long
     * @return whether it came to that in time
     * @throws InterruptedException if the thread is interrupted
     */
    default boolean awaitTasks(Duration atMost) throws InterruptedException {
        return true;
    }

    /** Frees what the implementation and this layer hold. Called when no other method is in use, maybe more than once. */
    void release();
}
