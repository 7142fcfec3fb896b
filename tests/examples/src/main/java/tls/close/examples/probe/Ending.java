// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.InterruptedIOException;
import java.util.Set;
import javax.net.ssl.SSLException;
import tls.close.CloseTimeoutException;
import tls.close.DiscardLimitException;
import tls.close.FatalAlertException;
import tls.close.PlaintextException;
import tls.close.TruncationException;

/** What became of a visit, in a word for the table. */
enum Ending {
    ORDERLY("orderly"),
    /** Orderly, but not one byte of the answer that was asked for came before it. */
    NO_ANSWER("no answer"),
    TRUNCATED("truncated"),
    RESET("truncated, connection lost"),
    SILENT("no close_notify in time"),
    TOO_MUCH_DATA("too much data"),
    FATAL_ALERT("fatal alert"),
    VERSION_REFUSED("version refused"),
    CERTIFICATE_REFUSED("certificate refused"),
    STARTTLS_REFUSED("STARTTLS refused"),
    PLAINTEXT("went on in plaintext"),
    UNACCEPTABLE("not acceptable as TLS"),
    CRASHED("the backend failed"),
    NOT_CONNECTED("not connected"),
    UNAVAILABLE("cannot be used here"),
    NOT_LOADED("cannot be loaded");

    /**
     * What a server says at once to a version that it does not speak: protocol_version, or handshake_failure if it is
     * old. Later handshake_failure means something else, such as a certificate that it misses.
     */
    private static final Set<Integer> REFUSALS_OF_A_VERSION = Set.of(40, 70);

    private final String title;

    Ending(String title) {
        this.title = title;
    }

    /**
     * The ending that an exception means.
     *
     * @param atOnce whether an alert was the first that the server said
     */
    static Ending of(Exception thrown, boolean atOnce) {
        if (thrown instanceof FatalAlertException fatal) {
            return atOnce && REFUSALS_OF_A_VERSION.contains(fatal.alert()) ? VERSION_REFUSED : FATAL_ALERT;
        }
        if (thrown instanceof TruncationException) {
            return TRUNCATED;
        }
        if (thrown instanceof CloseTimeoutException || thrown instanceof InterruptedIOException) {
            return SILENT;
        }
        if (thrown instanceof DiscardLimitException) {
            return TOO_MUCH_DATA;
        }
        if (thrown instanceof PlaintextException) {
            return PLAINTEXT;
        }
        if (thrown instanceof SSLException) {
            return UNACCEPTABLE;
        }
        return thrown instanceof java.io.IOException ? RESET : CRASHED;
    }

    @Override
    public String toString() {
        return title;
    }
}
