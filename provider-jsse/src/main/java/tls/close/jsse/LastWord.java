// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import org.jspecify.annotations.Nullable;
import tls.close.spi.RecordLayer.Output;

/**
 * How the output of an {@code SSLSocket} has ended. That itself says no more than that it has: by {@code shutdownOutput},
 * or while it reads, with an answer, with a fatal alert, or without a word, and whoever reads knows that when he is back.
 *
 * <p>Of two alerts in one moment the first is the end, and a close_notify behind a fatal alert goes out no more:
 * {@code TransportContext.fatal} lets go of its lock between the alert and the closing of the output.
 */
final class LastWord {
    private static final int ALERT = 21;
    private static final int APPLICATION_DATA = 23;

    /** Of TLS 1.3: header, alert, content type, tag. A key update, the shortest that is said otherwise, has 3 bytes more. */
    private static final int ENCRYPTED_ALERT = 5 + 2 + 1 + 16;

    /** What the JDK adds to each record ({@code OutputRecord.T13PaddingHolder}). */
    private static final int PADDING = 16;

    /** Where whoever reads is. */
    private enum Reader {
        NOWHERE,
        /** He has said nothing that could be the last word: he goes on. */
        IN_TRANSPORT,
        /** He may be about to end the output, or have done so. */
        IN_BACKEND
    }

    private Reader reader = Reader.NOWHERE;
    private @Nullable Thread readingThread;
    private @Nullable Thread closingThread;

    /** The alert that may be the last word, if whoever reads has said one since he was in the transport. */
    private boolean hasAlerted;

    private Output output = Output.OPEN;

    // Whoever reads

    synchronized void beginReading() {
        readingThread = Thread.currentThread();
        hasAlerted = false;
        reader = Reader.IN_BACKEND;
    }

    synchronized void enterTransport() {
        hasAlerted = false;
        reader = Reader.IN_TRANSPORT;
        notifyAll();
    }

    synchronized void leaveTransport() {
        reader = Reader.IN_BACKEND;
    }

    /**
     * He is back.
     *
     * @param isShut whether the output has ended
     * @param alert what he has said if it was he who ended it, and not without a word
     */
    synchronized void endReading(boolean isShut, Output alert) {
        if (output == Output.OPEN && isShut) {
            output = hasAlerted ? alert : Output.SILENCE;
        }
        hasAlerted &= isShut; // Or it was a warning, such as no_renegotiation, and close_notify is still to come.
        readingThread = null;
        reader = Reader.NOWHERE;
        notifyAll();
    }

    // Whoever closes

    synchronized void beginClosing() {
        closingThread = Thread.currentThread();
    }

    synchronized void endClosing() {
        closingThread = null;
    }

    // Anybody

    /** Whether a record may go out. */
    synchronized boolean mayGoOut(byte[] record, int offset, int length) {
        Thread me = Thread.currentThread();
        if (me == readingThread) {
            hasAlerted |= isAlert(record, offset, length);
        } else if (me == closingThread && hasAlerted) {
            return false;
        } else if (me == closingThread && output == Output.OPEN) {
            output = Output.CLOSE_NOTIFY;
        }
        return true;
    }

    private static boolean isAlert(byte[] record, int offset, int length) {
        return record[offset] == ALERT
                || (record[offset] == APPLICATION_DATA
                        && (length == ENCRYPTED_ALERT || length == ENCRYPTED_ALERT + PADDING));
    }

    /** The output has ended: waits until it is known how, for no longer than whoever reads takes to come back. */
    synchronized void await() {
        boolean interrupted = false;
        while (output == Output.OPEN && reader == Reader.IN_BACKEND) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How the output has ended.
     *
     * @param isShut whether it has
     * @return {@code OPEN} also as long as that is not known
     */
    synchronized Output output(boolean isShut) {
        return output == Output.OPEN && isShut && reader != Reader.IN_BACKEND ? Output.SILENCE : output;
    }
}
