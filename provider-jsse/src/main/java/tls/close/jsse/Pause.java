// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.net.SocketTimeoutException;
import tls.close.spi.RecordLayer.Step;

/**
 * Makes an {@code SSLSocket} return from {@code read} as it is. It is a kind of timeout because that is what an
 * {@code SSLSocket} passes on unharmed ({@code SSLSocketImpl.handleException}) and can go on after.
 */
final class Pause extends SocketTimeoutException {
    private static final long serialVersionUID = 1;

    /** What the read came to. */
    private final Step step;

    Pause(Step step) {
        super("reading came to " + step);
        this.step = step;
    }

    Step step() {
        return step;
    }

    /** Thrown in the course of events: a stack trace would be costly and of no use. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
        return this;
    }
}
