// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * The end of a connection, as the log line and the JFR event tell it (rule 10.3), and as a listener gets it:
 *
 * <pre>{@code
 * Map<String, LongAdder> ends = new ConcurrentHashMap<>();
 * TlsContext counted = tls.withListener(
 *         end -> ends.computeIfAbsent(end.cause(), cause -> new LongAdder()).increment());
 * }</pre>
 *
 * @param endpoint which end we were
 * @param peer the address of the other, where the transport knows one
 * @param report how it ended
 * @param bytesRead bytes of application data that were read
 * @param bytesWritten bytes of application data that were written
 * @param failure what went wrong, in the words of whoever met it: the backend, the transport, or this library
 */
public record ConnectionEnd(
        TlsEndpoint endpoint,
        Optional<SocketAddress> peer,
        CloseReport report,
        long bytesRead,
        long bytesWritten,
        Optional<IOException> failure) {

    /**
     * Made by the connection.
     *
     * @param endpoint which end we were
     * @param peer the address of the other, where the transport knows one
     * @param report how it ended
     * @param bytesRead bytes of application data that were read
     * @param bytesWritten bytes of application data that were written
     * @param failure what went wrong
     */
    public ConnectionEnd {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(failure, "failure");
    }

    /**
     * Whether somebody should look at it: the connection was cut off, ended with a fatal alert or with what is no TLS, or
     * the transport failed. What this side ends without waiting for the peer is not orderly, but no failure.
     *
     * @return false also where nothing failed before the peer's close_notify came
     */
    public boolean failed() {
        return switch (report.received()) {
            case CLOSE_NOTIFY -> false;
            case CUT_AT_BOUNDARY, CUT_INSIDE_RECORD, FATAL_ALERT, PLAINTEXT, INVALID, TRANSPORT_FAILURE -> true;
            case NOTHING ->
                switch (report.sent()) {
                    case NOTHING, CLOSE_NOTIFY_PENDING, CLOSE_NOTIFY -> false;
                    case FATAL_ALERT, FAILED -> true;
                };
        };
    }

    /**
     * Why it ended, in one short phrase. There are as many as there are kinds of ends and alerts, so that it can be the
     * label of a counter.
     *
     * @return such as {@code cut in a record} or {@code fatal alert 48}
     */
    public String cause() {
        // Shorter than 16 characters: of longer ones the recorder of JDK 17 loses those that an earlier recording had.
        return switch (report.received()) {
            case CLOSE_NOTIFY -> "close_notify";
            case CUT_AT_BOUNDARY -> "cut off";
            case CUT_INSIDE_RECORD -> "cut in a record";
            case FATAL_ALERT ->
                "fatal alert"
                        + report.alert().stream()
                                .mapToObj(" %d"::formatted)
                                .findFirst()
                                .orElse("");
            case PLAINTEXT -> "plaintext";
            case INVALID -> "refused by us";
            case TRANSPORT_FAILURE -> "transport broke";
            case NOTHING ->
                switch (report.sent()) {
                    case NOTHING -> "never begun";
                    case CLOSE_NOTIFY_PENDING, CLOSE_NOTIFY -> "ended by us";
                    case FATAL_ALERT -> "alert from us";
                    case FAILED -> "nothing sent";
                };
        };
    }

    /**
     * The fatal alert that was received, by its name in the IANA registry.
     *
     * @return such as {@code unknown_ca}; empty if none was, or it has no name
     */
    public Optional<String> alertName() {
        return report.alert().stream().boxed().findFirst().flatMap(KnownAlert::nameOf);
    }

    /** One line: who, why, how, how much. */
    @Override
    public String toString() {
        return endpoint + peer.map(address -> " with " + inWords(address)).orElse("") + ", " + cause()
                + detail().map(words -> " (" + words + ")").orElse("") + ": " + report + ", read " + bytesRead
                + " bytes, wrote " + bytesWritten;
    }

    /**
     * What is known beside {@link #cause()}: of an alert its name, of a certificate why it was refused, of a transport what
     * it met.
     *
     * @return one line
     */
    public Optional<String> detail() {
        return switch (report.received()) {
            case FATAL_ALERT -> alertName();
            case INVALID, TRANSPORT_FAILURE -> words();
            case NOTHING -> failed() ? words() : Optional.empty();
            case CLOSE_NOTIFY, CUT_AT_BOUNDARY, CUT_INSIDE_RECORD, PLAINTEXT -> Optional.empty();
        };
    }

    private Optional<String> words() {
        return failure.map(thrown -> String.valueOf(thrown.getMessage()).replaceAll("\\s+", " "));
    }

    /**
     * The peer's address as it is written, without a look-up of its name.
     *
     * @return such as {@code 192.0.2.1:50312} or {@code [2001:db8::1]:50312}; empty where it is not known
     */
    public String peerInWords() {
        return peer.map(ConnectionEnd::inWords).orElse("");
    }

    static String inWords(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return address.toString();
        }
        InetAddress host = internet.getAddress();
        String literal = host == null ? internet.getHostString() : host.getHostAddress();
        return (literal.indexOf(':') < 0 ? literal : "[" + literal + "]") + ":" + internet.getPort();
    }
}
