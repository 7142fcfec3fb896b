// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HandshakeCompletedEvent;
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
}
