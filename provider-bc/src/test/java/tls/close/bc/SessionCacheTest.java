// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.junit.jupiter.api.Test;
import tls.close.TlsEndpoint.ClientAuth;
import tls.close.internal.provider.SessionTerms;

class SessionCacheTest {
    private static final SessionTerms TERMS = new SessionTerms(
            false,
            null,
            -1,
            List.of(),
            null,
            ClientAuth.NONE,
            List.of(),
            List.of(),
            null,
            Optional.empty(),
            Optional.empty());

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final SessionCache cache = new SessionCache(clock::get);

    private static SessionKey key(int number) {
        return SessionKey.withClient(id(number), List.of(), TERMS);
    }

    private static byte[] id(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    private static TlsSession session(int number) {
        return TlsUtils.importSession(
                id(number),
                new SessionParameters.Builder()
                        .setCipherSuite(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
                        .setNegotiatedVersion(ProtocolVersion.TLSv12)
                        .setExtendedMasterSecret(true)
                        .setMasterSecret(Crypto.shared().createSecret(new byte[48]))
                        .build());
    }

    private static boolean isWiped(TlsSession session) {
        return !session.exportSessionParameters().getMasterSecret().isAlive();
    }

    @Test
    void aSessionIsFoundAgain() {
        TlsSession session = session(1);
        cache.remember(key(1), session);
        assertSame(session, cache.find(key(1)).orElseThrow());
        assertEquals(Optional.empty(), cache.find(key(2)));
        assertFalse(isWiped(session));
    }

    @Test
    void aSessionIsForgottenWhenItsTimeIsOver() {
        TlsSession session = session(1);
        cache.remember(key(1), session);
        clock.addAndGet(SessionCache.LIFETIME.toNanos() - 1);
        assertTrue(cache.find(key(1)).isPresent());
        cache.remember(key(1), session); // Resumed: that makes it no younger.
        clock.addAndGet(1);
        assertEquals(Optional.empty(), cache.find(key(1)));
        assertTrue(isWiped(session));
    }

    @Test
    void thereAreOnlySoManyAndTheOldestGoesFirst() {
        TlsSession oldest = session(0);
        cache.remember(key(0), oldest);
        for (int i = 1; i <= SessionCache.MOST; i++) {
            cache.remember(key(i), session(i));
        }
        assertEquals(Optional.empty(), cache.find(key(0)));
        assertTrue(isWiped(oldest));
        assertTrue(cache.find(key(1)).isPresent());
        assertTrue(cache.find(key(SessionCache.MOST)).isPresent());
    }

    @Test
    void aNewSessionTakesThePlaceOfTheOneBefore() {
        TlsSession before = session(1);
        TlsSession after = session(2);
        cache.remember(key(1), before);
        cache.remember(key(1), after);
        assertSame(after, cache.find(key(1)).orElseThrow());
        assertTrue(isWiped(before));
    }

    @Test
    void aForgottenSessionIsNotFoundAgain() {
        TlsSession session = session(1);
        cache.remember(key(1), session);
        SessionCache.forget(session);
        assertTrue(isWiped(session));
        assertEquals(Optional.empty(), cache.find(key(1)));
    }
}
