// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsSession;
import tls.close.internal.provider.PeerValidity;

/**
 * The sessions of TLS 1.2 that later connections of a context may resume. They hold keys, so there are only so many and
 * only for so long, whatever the peers do (rule 12.4); what goes is wiped.
 */
final class SessionCache {
    /** RFC 5246 appendix F.1.4 has a day for the longest; whoever gets at the keys can read all of that time. */
    static final Duration LIFETIME = Duration.ofHours(2);

    /** About a kilobyte each, and the chain of a client that showed one. */
    static final int MOST = 4096;

    /** @param end when the first certificate of the peer's expires, in milliseconds */
    private record Entry(TlsSession session, long since, long end) {
        boolean mayBeResumed() {
            return session.isResumable() && System.currentTimeMillis() < end;
        }
    }

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    /** In the order of their age: an entry is never moved. */
    private final Map<SessionKey, Entry> entries = new LinkedHashMap<>();

    SessionCache() {
        this(System::nanoTime);
    }

    /** @param nanoTime monotonic */
    SessionCache(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    Optional<TlsSession> find(SessionKey key) {
        lock.lock();
        try {
            dropOld();
            Entry entry = entries.get(key);
            if (entry != null && !entry.mayBeResumed()) {
                drop(key, entry);
                return Optional.empty();
            }
            return Optional.ofNullable(entry).map(Entry::session);
        } finally {
            lock.unlock();
        }
    }

    /** In place of any other under this key. One that was resumed does not get younger by it. */
    void remember(SessionKey key, TlsSession session) {
        lock.lock();
        try {
            Entry before = entries.get(key);
            if (before != null && before.session() == session) {
                return;
            }
            if (before != null) {
                drop(key, before);
            }
            entries.put(key, new Entry(session, nanoTime.getAsLong(), endOf(session)));
            dropOld();
        } finally {
            lock.unlock();
        }
    }

    private static long endOf(TlsSession session) {
        List<X509Certificate> chain =
                Certificates.ofJca(session.exportSessionParameters().getPeerCertificate());
        return PeerValidity.endOf(chain.toArray(X509Certificate[]::new));
    }

    /** Makes sure that a session is never resumed again (RFC 5246 section 7.2.2). */
    static void forget(TlsSession session) {
        session.invalidate();
        wipe(session);
    }

    private void dropOld() {
        long now = nanoTime.getAsLong();
        Iterator<Entry> oldestFirst = entries.values().iterator();
        while (oldestFirst.hasNext()) {
            Entry oldest = oldestFirst.next();
            if (entries.size() <= MOST && now - oldest.since() < LIFETIME.toNanos()) {
                return;
            }
            oldestFirst.remove();
            wipe(oldest.session());
        }
    }

    private void drop(SessionKey key, Entry entry) {
        entries.remove(key);
        wipe(entry.session());
    }

    /** A handshake that has begun to resume the session has a copy of the secret; one that comes later is a full one. */
    private static void wipe(TlsSession session) {
        SessionParameters parameters = session.exportSessionParameters();
        if (parameters != null) {
            parameters.clear();
        }
    }
}
