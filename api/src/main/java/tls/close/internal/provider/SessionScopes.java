// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where a backend keeps the sessions that may be resumed, by the terms under which they may be (rule 12.5). Only so many,
 * whatever the peers and their number (rule 12.4): the one that was not used for the longest time goes first. Safe for use
 * by many threads.
 *
 * @param <T> what keeps the sessions of equal terms
 */
public final class SessionScopes<T> {
    private final Supplier<? extends T> keepers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionTerms, SessionScope<T>> scopes;

    /**
     * Without a scope.
     *
     * @param most how many are kept
     * @param keepers makes one that knows no session
     */
    public SessionScopes(int most, Supplier<? extends T> keepers) {
        this.keepers = keepers;
        this.scopes = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SessionTerms, SessionScope<T>> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * The scope for a handshake that begins.
     *
     * @param terms the handshake's
     * @return one whose sessions may be resumed now
     */
    public SessionScope<T> of(SessionTerms terms) {
        lock.lock();
        try {
            SessionScope<T> known = scopes.get(terms);
            if (known != null && !known.isOver(System.currentTimeMillis())) {
                return known;
            }
            SessionScope<T> made = new SessionScope<>(keepers.get());
            scopes.put(terms, made);
            return made;
        } finally {
            lock.unlock();
        }
    }
}
