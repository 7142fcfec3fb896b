// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import tls.close.internal.transport.OwnThread;

/** Who wants to know of a handshake. They are told in a thread of their own, as by the JDK's sockets. */
final class Listeners {
    private final List<HandshakeCompletedListener> all = new CopyOnWriteArrayList<>();

    void add(@Nullable HandshakeCompletedListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("the listener is null");
        }
        if (!all.contains(listener)) {
            all.add(listener);
        }
    }

    void remove(@Nullable HandshakeCompletedListener listener) {
        if (listener == null || !all.remove(listener)) {
            throw new IllegalArgumentException("no such listener: " + listener);
        }
    }

    void tell(SSLSocket socket, SSLSession session) {
        if (all.isEmpty()) {
            return;
        }
        List<HandshakeCompletedListener> now = List.copyOf(all);
        HandshakeCompletedEvent event = new HandshakeCompletedEvent(socket, session);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        OwnThread.start("tls.close listeners", () -> {
            Thread.currentThread().setContextClassLoader(loader); // What runs here is the application's.
            now.forEach(listener -> tell(listener, event));
        });
    }

    /** One that fails keeps nothing from the next. */
    private static void tell(HandshakeCompletedListener listener, HandshakeCompletedEvent event) {
        try {
            listener.handshakeCompleted(event);
        } catch (Throwable e) { // An assertion of a test's, too.
            Thread me = Thread.currentThread();
            me.getUncaughtExceptionHandler().uncaughtException(me, e);
        }
    }
}
