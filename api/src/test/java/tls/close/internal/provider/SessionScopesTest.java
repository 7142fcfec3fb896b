// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tls.close.TlsEndpoint.ClientAuth;

/** Rule 12.5: what keeps sessions of equal terms, and rule 12.4: how many there are. */
@Tag("admission")
class SessionScopesTest {
    private final AtomicInteger made = new AtomicInteger();
    private final SessionScopes<Integer> scopes = new SessionScopes<>(2, made::incrementAndGet);

    private static SessionTerms terms(String host, ClientAuth clientAuth) {
        return new SessionTerms(
                true,
                host,
                443,
                List.of(),
                "HTTPS",
                clientAuth,
                List.of(),
                List.of(),
                null,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void equalTermsShareAScopeAndOthersDont() {
        SessionScope<Integer> one = scopes.of(terms("one", ClientAuth.NONE));
        assertSame(one, scopes.of(terms("one", ClientAuth.NONE)));
        assertNotSame(one, scopes.of(terms("one", ClientAuth.NEED)));
    }

    @Test
    void anotherThreadMeetsTheSame() throws Exception {
        SessionScope<Integer> one = scopes.of(terms("one", ClientAuth.NONE));
        FutureTask<SessionScope<Integer>> other = new FutureTask<>(() -> scopes.of(terms("one", ClientAuth.NONE)));
        Thread thread = new Thread(other, "other");
        thread.setDaemon(true);
        thread.start();
        assertSame(one, other.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aRetiredScopeIsReplaced() {
        scopes.of(terms("one", ClientAuth.NONE)).retire();
        assertEquals(2, scopes.of(terms("one", ClientAuth.NONE)).keeper());
        assertEquals(2, scopes.of(terms("one", ClientAuth.NONE)).keeper());
    }

    @Test
    void theOneThatWasNotUsedForTheLongestTimeGoesFirst() {
        SessionScope<Integer> one = scopes.of(terms("one", ClientAuth.NONE));
        SessionScope<Integer> two = scopes.of(terms("two", ClientAuth.NONE));
        assertSame(one, scopes.of(terms("one", ClientAuth.NONE)));
        scopes.of(terms("three", ClientAuth.NONE));
        assertSame(one, scopes.of(terms("one", ClientAuth.NONE)));
        assertNotSame(two, scopes.of(terms("two", ClientAuth.NONE)));
    }
}
