// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.net.SocketTimeoutException;

/**
 * Tells an {@code SSLSocket} that it has had its record. It is a kind of timeout because that is what an
 * {@code SSLSocket} passes on unharmed ({@code SSLSocketImpl.handleException}) and can go on after.
 */
final class RecordBoundary extends SocketTimeoutException {
    private static final long serialVersionUID = 1;

    RecordBoundary() {
        super("one record has been read");
    }

    /** Thrown in the course of events: a stack trace would be costly and of no use. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
        return this;
    }
}
