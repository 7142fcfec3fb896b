// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class ListenersTest {

    @Test
    void ruleS7_oneThatFailsKeepsNothingFromTheNext() throws Exception {
        CompletableFuture<Throwable> lost = new CompletableFuture<>();
        CompletableFuture<HandshakeCompletedEvent> told = new CompletableFuture<>();
        AssertionError broken = new AssertionError("an assertion of a test's");
        Listeners listeners = new Listeners();
        listeners.add(event -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> lost.complete(thrown));
            throw broken;
        });
        listeners.add(told::complete);
        try (SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket()) {
            listeners.tell(socket, socket.getSession());
            assertSame(socket, told.get(10, TimeUnit.SECONDS).getSocket());
            assertSame(broken, lost.get(10, TimeUnit.SECONDS));
        }
    }

    /** What runs there is the application's, and finds its classes. */
    @Test
    void ruleS7_theyAreToldWithTheClassLoaderOfWhoeverMadeTheHandshake() throws Exception {
        CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
        Listeners listeners = new Listeners();
        listeners.add(event -> seen.complete(Thread.currentThread().getContextClassLoader()));
        Thread me = Thread.currentThread();
        ClassLoader before = me.getContextClassLoader();
        try (URLClassLoader own = new URLClassLoader(new URL[0]);
                SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket()) {
            me.setContextClassLoader(own);
            listeners.tell(socket, socket.getSession());
            assertSame(own, seen.get(10, TimeUnit.SECONDS));
        } finally {
            me.setContextClassLoader(before);
        }
    }

    @Test
    void ruleS7_oneIsRemovedOnce() {
        HandshakeCompletedListener listener = event -> {};
        Listeners listeners = new Listeners();
        listeners.add(listener);
        listeners.add(listener); // Which makes no second one of it.
        listeners.remove(listener);
        assertThrows(IllegalArgumentException.class, () -> listeners.remove(listener));
        assertThrows(IllegalArgumentException.class, () -> listeners.remove(null));
    }
}
