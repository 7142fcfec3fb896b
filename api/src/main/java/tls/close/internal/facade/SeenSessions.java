// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one side, wherever the backend keeps them: sessions on different terms are kept apart (rule 12.5), each
 * kind in a context of its own that is known by its sessions only. A backend that shows no context shows nothing here.
 */
final class SeenSessions implements SSLSessionContext {
    private final ReentrantLock lock = new ReentrantLock();
    private final WeakHashMap<SSLSessionContext, Boolean> contexts = new WeakHashMap<>();
    private volatile OptionalInt timeout = OptionalInt.empty();
    private volatile OptionalInt size = OptionalInt.empty();

    /** Takes notice of a session whose handshake is done. */
    void note(SSLSession session) {
        SSLSessionContext context = session.getSessionContext();
        if (context == null) {
            return;
        }
        lock.lock();
        try {
            if (contexts.put(context, true) == null) {
                timeout.ifPresent(context::setSessionTimeout);
                size.ifPresent(context::setSessionCacheSize);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<SSLSessionContext> seen() {
        lock.lock();
        try {
            return List.copyOf(contexts.keySet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable SSLSession getSession(byte[] id) {
        Objects.requireNonNull(id, "session id");
        return seen().stream()
                .map(context -> context.getSession(id))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Enumeration<byte[]> getIds() {
        return Collections.enumeration(seen().stream()
                .flatMap(context -> Collections.list(context.getIds()).stream())
                .toList());
    }

    @Override
    public void setSessionTimeout(int seconds) {
        require(seconds);
        lock.lock();
        try {
            timeout = OptionalInt.of(seconds);
        } finally {
            lock.unlock();
        }
        seen().forEach(context -> context.setSessionTimeout(seconds));
    }

    /** What was asked for, or the backend's own; 0, which is no limit, as long as that is not known. */
    @Override
    public int getSessionTimeout() {
        return timeout.orElseGet(() -> seen().stream()
                .mapToInt(SSLSessionContext::getSessionTimeout)
                .findFirst()
                .orElse(0));
    }

    /** For each kind of sessions that is kept apart. */
    @Override
    public void setSessionCacheSize(int most) {
        require(most);
        lock.lock();
        try {
            size = OptionalInt.of(most);
        } finally {
            lock.unlock();
        }
        seen().forEach(context -> context.setSessionCacheSize(most));
    }

    @Override
    public int getSessionCacheSize() {
        return size.orElseGet(() -> seen().stream()
                .mapToInt(SSLSessionContext::getSessionCacheSize)
                .findFirst()
                .orElse(0));
    }

    private static void require(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("a limit of sessions must not be negative: " + value);
        }
    }
}
