// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of how a connection ended, or of how far it has come (rule 10.1). Immutable; a snapshot of the moment
 * when {@link TlsConnection#report()} was called.
 *
 * <pre>{@code
 * CloseReport report = connection.report();
 * if (report.received() == CloseReport.Received.CUT_INSIDE_RECORD) {
 *     System.err.println("cut after " + report.cutAfter() + " bytes: " + report);
 * }
 * }</pre>
 *
 * @param protocol the protocol as {@link javax.net.ssl.SSLSession#getProtocol()} names it, {@code "NONE"} before the
 *     handshake is done
 * @param sent how our output side stands
 * @param received how the peer's output side stands, as far as the peer has said
 * @param first who ended its output side first, as far as this side noticed: two alerts can cross on their way
 * @param alert the number of the fatal alert that was received, where the backend tells it
 * @param cutAfter with {@link Received#CUT_INSIDE_RECORD}, how many bytes of the last record came (header included);
 *     otherwise 0
 * @param discardedBytes bytes of application data that {@code bye(SHUT_RDWR)} or {@code close()} threw away
 * @param discardedRecords records, of any kind, that {@code bye(SHUT_RDWR)} or {@code close()} absorbed before the peer's
 *     close_notify
 * @param controlRecords records after the handshake that carried no application data and did not end the input side:
 *     tickets, key updates, warnings and empty records, which TLS 1.3 makes indistinguishable from outside the backend
 * @param flushTime from the first request to close until close_notify was with the transport
 * @param peerTime from the first request to close until the peer's close_notify was read; absent if it was read before
 */
public record CloseReport(
        String protocol,
        Sent sent,
        Received received,
        First first,
        OptionalInt alert,
        int cutAfter,
        long discardedBytes,
        long discardedRecords,
        long controlRecords,
        Optional<Duration> flushTime,
        Optional<Duration> peerTime) {

    /** How our output side stands. */
    public enum Sent {
        /** Nothing that ends it. */
        NOTHING,
        /** A close_notify is on its way, but the transport has not taken all of it. */
        CLOSE_NOTIFY_PENDING,
        /** One close_notify, all of it with the transport. */
        CLOSE_NOTIFY,
        /** A fatal alert, all of it with the transport, because what the peer sent could not be accepted. */
        FATAL_ALERT,
        /**
         * Neither, and no close_notify can follow: the transport failed, or the peer's fatal alert forbade it, or the
         * transport has not taken all of a fatal alert of ours, or of the close_notify by the time of {@code close()}. What
         * another thread has in the transport at that moment may still go out, and is noted when it has.
         */
        FAILED
    }

    /** How the peer's output side stands. */
    public enum Received {
        /** Nothing that ends it. */
        NOTHING,
        /** An authenticated close_notify: everything that the peer sent has arrived. */
        CLOSE_NOTIFY,
        /** The transport ended between two records, without close_notify: truncation. */
        CUT_AT_BOUNDARY,
        /** The transport ended inside a record: truncation. */
        CUT_INSIDE_RECORD,
        /** A fatal alert. */
        FATAL_ALERT,
        /** What is no TLS, where close_notify was due: the peer goes on in plaintext without a word (rule 4.6). */
        PLAINTEXT,
        /** Something that TLS does not accept: garbage, a forged record, a protocol error, a refused certificate. */
        INVALID,
        /** The transport failed with an exception of its own, such as a reset. */
        TRANSPORT_FAILURE
    }

    /** Who was seen to end its output side first: by close_notify, by a fatal alert, by the end of the transport. */
    public enum First {
        /** Nobody has yet. */
        NOBODY,
        /** This side. */
        LOCAL,
        /** The other side, properly or not. */
        PEER
    }

    /**
     * Whether everything that the peer sent is known to have arrived: its close_notify did (rules 3.1, 4.5). It says
     * nothing of our own side, which may have failed all the same: see {@link #sent()}. A connection that was ended
     * before its handshake was done is never orderly (rules 9.1, 9.2).
     *
     * @return true if the peer's authenticated close_notify was received
     */
    public boolean orderly() {
        return received == Received.CLOSE_NOTIFY;
    }

    /**
     * Whether the transport may carry something else: both sides' close_notify have passed, and nothing else is in it
     * that belongs to this connection (rules 5.3, 5.4).
     *
     * @return true if both close_notify alerts are through
     */
    public boolean transportReusable() {
        return sent == Sent.CLOSE_NOTIFY && received == Received.CLOSE_NOTIFY;
    }

    /** One terse line for logs and failing tests. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(protocol).append(verdict());
        line.append(": sent ")
                .append(sent)
                .append(flushTime.map(CloseReport::in).orElse(""));
        line.append(", received ").append(received);
        alert.ifPresent(number -> line.append(' ').append(number));
        if (received == Received.CUT_INSIDE_RECORD) {
            line.append(" after ").append(cutAfter).append(" bytes");
        }
        line.append(peerTime.map(CloseReport::in).orElse(""));
        line.append(", first ").append(first);
        line.append(", discarded ").append(discardedBytes).append(" bytes in ").append(discardedRecords);
        return line.append(" records, control records ").append(controlRecords).toString();
    }

    private String verdict() {
        if (!orderly()) {
            return " not orderly";
        }
        return switch (sent) {
            case NOTHING, CLOSE_NOTIFY_PENDING, CLOSE_NOTIFY -> " orderly";
            case FATAL_ALERT, FAILED -> " orderly from the peer, not from us";
        };
    }

    private static String in(Duration time) {
        return " in " + time.toNanos() / 1000 + " us";
    }
}
