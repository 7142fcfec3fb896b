// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class ListenersTest {

    /** What it throws is told as of any other thread. */
    @Test
    void ruleS7_aListenerThatThrowsKeepsNothingFromTheNext() throws Exception {
        SSLContext context = SSLContext.getDefault();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<SSLSession> told = new CompletableFuture<>();
        Listeners listeners = new Listeners();
        listeners.add(event -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, reason) -> thrown.complete(reason));
            throw new IllegalStateException("of the application");
        });
        listeners.add(event -> told.complete(event.getSession()));
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            SSLSession session = context.createSSLEngine().getSession();
            listeners.tell(socket, session);
            assertSame(session, told.get(20, TimeUnit.SECONDS));
        }
        assertEquals("of the application", thrown.get(20, TimeUnit.SECONDS).getMessage());
    }
}
