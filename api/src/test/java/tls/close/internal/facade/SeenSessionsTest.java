// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeenSessionsTest {
    private static final byte[] ID = {1, 2, 3};

    private final SeenSessions seen = new SeenSessions();

    /** What is not asked for is what the backend has, as far as that is known. */
    @Test
    void ruleS7_aLimitIsThatOfTheBackend() throws GeneralSecurityException {
        assertEquals(0, seen.getSessionTimeout());
        assertEquals(0, seen.getSessionCacheSize());
        SSLSessionContext backends = ofTheJdk();
        seen.note(sessionIn(backends));
        assertEquals(backends.getSessionTimeout(), seen.getSessionTimeout());
        assertEquals(backends.getSessionCacheSize(), seen.getSessionCacheSize());
    }

    @Test
    void ruleS7_aLimitIsForAllWhoseSessionsAreSeen() throws GeneralSecurityException {
        SSLSessionContext before = ofTheJdk();
        SSLSessionContext after = ofTheJdk();
        seen.note(sessionIn(before));
        seen.setSessionTimeout(77);
        seen.setSessionCacheSize(7);
        seen.note(sessionIn(after));
        for (SSLSessionContext each : List.of(before, after, seen)) {
            assertEquals(77, each.getSessionTimeout());
            assertEquals(7, each.getSessionCacheSize());
        }
        // Whoever has changed it there since is not overruled by the next session.
        before.setSessionCacheSize(8);
        seen.note(sessionIn(before));
        assertEquals(8, before.getSessionCacheSize());
    }

    @Test
    void ruleS7_aLimitIsNotNegative() throws GeneralSecurityException {
        for (SSLSessionContext each : List.of(ofTheJdk(), seen)) {
            assertThrows(IllegalArgumentException.class, () -> each.setSessionTimeout(-1));
            assertThrows(IllegalArgumentException.class, () -> each.setSessionCacheSize(-1));
        }
    }

    @Test
    void ruleS7_noLimitIsALimit() {
        seen.setSessionTimeout(77);
        seen.setSessionCacheSize(7);
        seen.setSessionTimeout(0);
        seen.setSessionCacheSize(0);
        assertEquals(0, seen.getSessionTimeout());
        assertEquals(0, seen.getSessionCacheSize());
    }

    @Test
    void ruleS7_eachCallMayComeFromAnotherThread() throws Exception {
        SSLSessionContext backends = ofTheJdk();
        List<Runnable> calls = List.of(
                () -> seen.note(sessionIn(backends)),
                seen::getIds,
                () -> seen.setSessionTimeout(77),
                () -> seen.setSessionCacheSize(7));
        for (Runnable call : calls) {
            call.run();
            CompletableFuture.runAsync(seen::getIds).get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void ruleS7_sessionsAreFoundWhereTheBackendKeepsThem() throws GeneralSecurityException {
        Shelf shelf = new Shelf();
        seen.note(sessionIn(ofTheJdk()));
        seen.note(sessionIn(shelf));
        assertSame(shelf.only, seen.getSession(ID));
        assertNull(seen.getSession(new byte[] {4}));
        List<byte[]> ids = Collections.list(seen.getIds());
        assertEquals(1, ids.size());
        assertArrayEquals(ID, ids.get(0));
    }

    @Test
    void aBackendWithoutAContextShowsNothing() {
        seen.note(sessionIn(null));
        assertNull(seen.getSession(ID));
        assertEquals(List.of(), Collections.list(seen.getIds()));
    }

    private static SSLSessionContext ofTheJdk() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[0], new TrustManager[0], null);
        return context.getClientSessionContext();
    }

    /** Knows where it is kept, and nothing else. */
    private static SSLSession sessionIn(@Nullable SSLSessionContext context) {
        return (SSLSession) Proxy.newProxyInstance(
                SeenSessionsTest.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getSessionContext")) {
                        return context;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Has one session. */
    private static final class Shelf implements SSLSessionContext {
        private final SSLSession only = sessionIn(this);

        @Override
        public @Nullable SSLSession getSession(byte[] id) {
            return id.length == ID.length ? only : null;
        }

        @Override
        public Enumeration<byte[]> getIds() {
            return Collections.enumeration(List.of(ID));
        }

        @Override
        public void setSessionTimeout(int seconds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getSessionTimeout() {
            return 0;
        }

        @Override
        public void setSessionCacheSize(int size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getSessionCacheSize() {
            return 0;
        }
    }
}
