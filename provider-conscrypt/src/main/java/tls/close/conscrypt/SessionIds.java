// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions a client may resume. Conscrypt caches them by host and port, knows nothing of whether and for what the
 * host name was checked, and has no call to forget one. So it is given a number of ours for the port: the same one for
 * the same peer and check, and another one once its session is not to be resumed. Safe for use by many threads.
 *
 * @see <a href="https://github.com/google/conscrypt/blob/master/common/src/main/java/org/conscrypt/ClientSessionContext.java">
 *     ClientSessionContext.getCachedSession</a>
 */
final class SessionIds {
    /** As many as Conscrypt is told to cache. */
    static final int MOST = 1_000;

    /** What a session was verified for; null as in the parameters of an engine. */
    record Purpose(
            @Nullable String host, int port, @Nullable String identification) {}

    private final Map<Purpose, Integer> ids = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Purpose, Integer> eldest) {
            return size() > MOST;
        }
    };

    private int last;

    synchronized int of(Purpose purpose) {
        return ids.computeIfAbsent(purpose, absent -> ++last);
    }

    synchronized void forget(Purpose purpose) {
        ids.remove(purpose);
    }
}
