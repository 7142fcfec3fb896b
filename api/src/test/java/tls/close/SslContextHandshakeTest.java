// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.SocketPair.await;
import static tls.close.SocketPair.inThread;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What a socket of ours shows of its handshake, and who is told of it (rule S7). */
class SslContextHandshakeTest {
    private static final SSLContext SERVERS = new JdkContext(JdkKeys.trust()).sslContext();
    private static final String NO_SUITE = "SSL_NULL_WITH_NULL_NULL";

    private final AtomicReference<CheckedTrust.Check> check = new AtomicReference<>(() -> {});
    private final SSLContext clients = new JdkContext(CheckedTrust.in(JdkKeys.trust(), check)).sslContext();

    @Test
    void ruleS7_bothEndsHaveTheirSessionAndKeepItWhenTheyAreClosed() throws Exception {
        try (SocketPair pair = SocketPair.owning(clients, SERVERS).shaken()) {
            String suite = pair.client.getSession().getCipherSuite();
            assertEquals(suite, pair.server.getSession().getCipherSuite());
            assertFalse(suite.equals(NO_SUITE), suite);
            pair.client.close();
            assertEquals(suite, pair.client.getSession().getCipherSuite());
        }
    }

    @Test
    void ruleS7_whoeverAsksForTheSessionMakesTheHandshake() throws Exception {
        try (SocketPair pair = SocketPair.owning(clients, SERVERS)) {
            CompletableFuture<Void> other = inThread(pair.server::startHandshake);
            assertEquals("TLSv1.3", pair.client.getSession().getProtocol());
            await(other);
        }
    }

    @Test
    void ruleS7_theSessionContextsShowWhatTheBackendKeeps() throws Exception {
        SSLContext servers = new JdkContext(JdkKeys.trust()).sslContext();
        try (SocketPair pair = SocketPair.owning(clients, servers)) {
            assertEquals(0, clients.getClientSessionContext().getSessionTimeout());
            pair.shaken();
        }
        assertTrue(clients.getClientSessionContext().getSessionTimeout() > 0);
        assertEquals(0, clients.getServerSessionContext().getSessionTimeout());
        assertTrue(servers.getServerSessionContext().getSessionTimeout() > 0);
    }

    /** And not again, by the call beside the first or by the next. */
    @Test
    void ruleS7_listenersAreToldOnce() throws Exception {
        CompletableFuture<SSLSession> told = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        try (SocketPair pair = SocketPair.owning(clients, SERVERS)) {
            pair.client.addHandshakeCompletedListener(event -> {
                told.complete(event.getSession());
                awaitEnd(end); // Whoever is told stays, and can be counted.
            });
            CompletableFuture<Thread> first = new CompletableFuture<>();
            CompletableFuture<Thread> second = new CompletableFuture<>();
            CompletableFuture<Void> one = inThread(() -> shakeHands(pair.client, first));
            CompletableFuture<Void> other = inThread(() -> shakeHands(pair.client, second));
            awaitHandshake(first);
            awaitHandshake(second);
            pair.server.startHandshake();
            await(one);
            await(other);
            pair.client.startHandshake();
            assertEquals("TLSv1.3", told.get(10, TimeUnit.SECONDS).getProtocol());
            assertEquals(
                    1,
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("tls.close listeners"))
                            .count());
        } finally {
            end.countDown();
        }
    }

    private static void shakeHands(SSLSocket socket, CompletableFuture<Thread> me) throws IOException {
        me.complete(Thread.currentThread());
        socket.startHandshake();
    }

    private static void awaitHandshake(CompletableFuture<Thread> thread) throws Exception {
        while (!isInHandshake(thread.get(10, TimeUnit.SECONDS))) {
            Thread.onSpinWait();
        }
    }

    private static boolean isInHandshake(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("handshake"));
    }

    private static void awaitEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ruleS7_aSelectorIsAskedWithItsSocket() throws Exception {
        try (SocketPair pair = SocketPair.owning(clients, SERVERS)) {
            AtomicReference<SSLSocket> asked = new AtomicReference<>();
            offer(pair.client, "http/1.1", "h2");
            pair.server.setHandshakeApplicationProtocolSelector((socket, offered) -> {
                asked.set(socket);
                return offered.get(1);
            });
            pair.shaken();
            assertSame(pair.server, asked.get());
            assertEquals("h2", pair.server.getApplicationProtocol());
            assertEquals("h2", pair.client.getApplicationProtocol());
        }
    }

    @Test
    void ruleS7_aSelectorThatWasTakenBackIsNotAsked() throws Exception {
        try (SocketPair pair = SocketPair.owning(clients, SERVERS)) {
            offer(pair.client, "http/1.1", "h2");
            offer(pair.server, "http/1.1");
            pair.server.setHandshakeApplicationProtocolSelector((socket, offered) -> "h2");
            pair.server.setHandshakeApplicationProtocolSelector(null);
            pair.shaken();
            assertEquals("http/1.1", pair.client.getApplicationProtocol());
        }
    }

    private static void offer(SSLSocket socket, String... protocols) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
    }

    @Test
    void ruleS7_aTrustManagerSeesTheHandshakeAndCannotGoOnWithIt() throws Exception {
        try (SocketPair pair = SocketPair.owning(clients, SERVERS)) {
            offer(pair.client, "h2");
            offer(pair.server, "h2");
            assertNull(pair.client.getHandshakeSession());
            CompletableFuture<Void> seen = new CompletableFuture<>();
            check.set(() -> {
                assertNotNull(pair.client.getHandshakeSession());
                assertEquals("h2", pair.client.getHandshakeApplicationProtocol());
                SocketException thrown = assertThrows(SocketException.class, pair.client::startHandshake);
                assertTrue(String.valueOf(thrown.getMessage()).contains("callback"), thrown.toString());
                seen.complete(null);
            });
            pair.shaken();
            await(seen);
        }
    }

    /** As the JDK's; the session is then that of nobody. */
    @Test
    void ruleS7_aSocketWhoseHandshakeHasFailedIsClosed() throws Exception {
        check.set(() -> {
            throw new java.security.cert.CertificateException("not that one");
        });
        try (SocketPair pair = SocketPair.owning(clients, SERVERS)) {
            CompletableFuture<Void> other = inThread(pair.server::startHandshake);
            assertThrows(SSLHandshakeException.class, pair.client::startHandshake);
            assertThrows(Exception.class, () -> await(other));
            assertTrue(pair.client.isClosed());
            assertTrue(pair.belowClient.isClosed());
            assertEquals(NO_SUITE, pair.client.getSession().getCipherSuite());
            assertFalse(pair.client.getSession().isValid());
        }
    }

    @Test
    void ruleS7_aTrustManagerThatBreaksIsTheEndOfTheSocketToo() throws Exception {
        List<CheckedTrust.Check> broken = List.of(
                () -> {
                    throw new IllegalStateException("a bug");
                },
                () -> {
                    throw new AssertionError("another one");
                });
        for (CheckedTrust.Check each : broken) {
            check.set(each);
            try (SocketPair pair = SocketPair.owning(clients, SERVERS)) {
                CompletableFuture<Void> other = inThread(pair.server::startHandshake);
                assertThrows(Throwable.class, pair.client::startHandshake);
                assertThrows(Exception.class, () -> await(other));
                assertTrue(pair.client.isClosed());
                assertTrue(pair.belowClient.isClosed());
            }
        }
    }

    @Test
    void ruleS4_aFailedHandshakeLeavesTheCallersSocketOpen() throws Exception {
        check.set(() -> {
            throw new java.security.cert.CertificateException("not that one");
        });
        try (SocketPair pair = SocketPair.layered(clients, SERVERS)) {
            CompletableFuture<Void> other = inThread(pair.server::startHandshake);
            var input = pair.client.getInputStream();
            assertThrows(SSLHandshakeException.class, pair.client::startHandshake);
            assertThrows(Exception.class, () -> await(other));
            assertTrue(pair.client.isClosed());
            assertFalse(pair.belowClient.isClosed());
            await(inThread(() -> assertClosed(assertThrows(SocketException.class, input::read))));
        }
    }

    static void assertClosed(SocketException thrown) {
        assertEquals("Socket is closed", thrown.getMessage());
    }

    /** Whatever the socket below makes of it. */
    @Test
    void aSocketThatCannotBeClosedHidesNoReason() throws Exception {
        check.set(() -> {
            throw new java.security.cert.CertificateException("not that one");
        });
        IOException stuck = new IOException("it stays");
        Socket below = new Socket() {
            @Override
            public synchronized void close() throws IOException {
                super.close();
                throw stuck;
            }
        };
        SocketPair pair = SocketPair.owning(clients, SERVERS, below);
        CompletableFuture<Void> other = inThread(pair.server::startHandshake);
        SSLHandshakeException thrown = assertThrows(SSLHandshakeException.class, pair.client::startHandshake);
        assertEquals(List.of(stuck), List.of(thrown.getSuppressed()));
        assertThrows(Exception.class, () -> await(other));
        assertThrows(IOException.class, pair::close);
        pair.belowServer.close();
    }
}
