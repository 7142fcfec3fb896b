// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.io.InterruptedIOException;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLException;
import tls.close.CloseTimeoutException;
import tls.close.DiscardLimitException;
import tls.close.FatalAlertException;
import tls.close.TruncationException;

/** What became of a visit, in words for the table and in words for whoever has to do something about it. */
enum Ending {
    ORDERLY("orderly", ""),
    TRUNCATED(
            "truncated",
            "the connection ended without close_notify, so what was read may be incomplete; ask why the server ended it"),
    RESET(
            "truncated, connection lost",
            "no close_notify came before that, so what was read may be incomplete; ask why the server or the network ended it"),
    NOT_IN_TIME("no close_notify in time", "the server keeps silent; give it longer with --timeout, or read its log"),
    TOO_MUCH_DATA(
            "too much data", "the server kept talking after the goodbye; try --request SHUT_WR, which reads it all"),
    FATAL_ALERT("fatal alert", "the server gave up; its log says why"),
    VERSION_REFUSED(
            "version refused", "the server does not speak this version of TLS, or none of its cipher suites with us"),
    CERTIFICATE_REFUSED(
            "certificate refused",
            "name its CA with --ca FILE and its host as in the certificate, or look without checks with --insecure"),
    UNACCEPTABLE("not acceptable as TLS", "is it a TLS server, on this port, from the first byte?"),
    CRASHED("the backend failed", "this is a bug: please report it"),
    NOT_CONNECTED("not connected", "is the server running, are host and port right?"),
    UNAVAILABLE("cannot be used here", "use another backend, or mend this one"),
    NOT_LOADED("cannot be loaded", "take it off the module path or class path, or mend it");

    /** What a server says to a version that it does not speak: protocol_version, or handshake_failure if it is old. */
    private static final Set<Integer> REFUSALS_OF_A_VERSION = Set.of(40, 70);

    private final String title;
    private final String advice;

    Ending(String title, String advice) {
        this.title = title;
        this.advice = advice;
    }

    /** The ending that an exception means. */
    static Ending of(Exception thrown, boolean established) {
        if (!established && certificateRefusal(thrown) != thrown) {
            return CERTIFICATE_REFUSED;
        }
        if (thrown instanceof FatalAlertException fatal) {
            return !established && REFUSALS_OF_A_VERSION.contains(fatal.alert()) ? VERSION_REFUSED : FATAL_ALERT;
        }
        if (thrown instanceof TruncationException) {
            return TRUNCATED;
        }
        if (thrown instanceof CloseTimeoutException || thrown instanceof InterruptedIOException) {
            return NOT_IN_TIME;
        }
        if (thrown instanceof DiscardLimitException) {
            return TOO_MUCH_DATA;
        }
        if (thrown instanceof SSLException) {
            return UNACCEPTABLE;
        }
        return thrown instanceof RuntimeException ? CRASHED : RESET;
    }

    /** Why a certificate was refused, if that is the reason for an exception; otherwise the exception. */
    static Throwable certificateRefusal(Throwable thrown) {
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return cause;
            }
        }
        return thrown;
    }

    /** Whether what the backend has to say of it adds nothing. */
    boolean saysItAll() {
        return switch (this) {
            case ORDERLY, TRUNCATED, NOT_IN_TIME, TOO_MUCH_DATA, FATAL_ALERT, VERSION_REFUSED -> true;
            case RESET, CERTIFICATE_REFUSED, UNACCEPTABLE, CRASHED, NOT_CONNECTED, UNAVAILABLE, NOT_LOADED -> false;
        };
    }

    /** What to do about it. */
    String advice() {
        return advice;
    }

    @Override
    public String toString() {
        return title;
    }
}
