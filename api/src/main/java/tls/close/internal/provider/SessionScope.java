// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * A backend's own thing that keeps sessions of equal {@link SessionTerms}, and until when they may be resumed: backends
 * don't tell which session they are about to resume, so all of a scope end with the first certificate in it that expires.
 * Safe for use by many threads.
 *
 * @param <T> what keeps the sessions
 */
public final class SessionScope<T> {
    private static final long OVER = Long.MIN_VALUE;

    private final T keeper;
    private final AtomicLong end = new AtomicLong(Long.MAX_VALUE);

    SessionScope(T keeper) {
        this.keeper = keeper;
    }

    /**
     * The backend's own.
     *
     * @return always the same
     */
    public T keeper() {
        return keeper;
    }

    /**
     * Takes notice of a session that is kept here.
     *
     * @param session after its handshake
     */
    public void note(SSLSession session) {
        try {
            end.accumulateAndGet(PeerValidity.endOf(session.getPeerCertificates()), Math::min);
        } catch (SSLPeerUnverifiedException e) {
            // Nobody was let in by a certificate.
        }
    }

    /** Lets none of its sessions be resumed any more. */
    public void retire() {
        end.set(OVER);
    }

    boolean isOver(long now) {
        return now >= end.get();
    }
}
