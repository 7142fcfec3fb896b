// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tls.close.JdkKeys;

class MissingKeyTest {
    @Test
    void ruleS7_onlyAManagerThatIsKnownToListAllIsTakenAtItsWord() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(empty, new char[0]);
        assertTrue(MissingKey.isCertainWith(null));
        assertTrue(MissingKey.isCertainWith((X509KeyManager) factory.getKeyManagers()[0]));
        assertFalse(MissingKey.isCertainWith((X509KeyManager) JdkKeys.keys()[0]), "it lists one");
        Lister silent = new Lister();
        silent.listsNothing = true;
        assertFalse(MissingKey.isCertainWith(silent), "it may choose what it does not list");
        assertTrue(new Front((X509KeyManager) factory.getKeyManagers()[0]).hasNoServerKey());
        assertFalse(new Front(new Lister()).hasNoServerKey());
    }

    @Test
    void theReasonIsKept() {
        Exception cause = new IllegalStateException("no key");
        assertSame(cause, MissingKey.because(cause).getCause());
        assertEquals(MissingKey.MESSAGE, MissingKey.because(cause).getMessage());
    }

    /** It has no methods for engines. */
    @Test
    void aFrontAsksAPlainManagerAsIfForASocket() {
        Lister manager = new Lister();
        Front front = new Front(manager);
        assertEquals("server", front.chooseEngineServerAlias("EC", null, null));
        assertEquals("client", front.chooseEngineClientAlias(new String[] {"EC"}, null, null));
        assertEquals("server", front.chooseServerAlias("EC", null, null));
        assertEquals("client", front.chooseClientAlias(new String[] {"EC"}, null, null));
        assertArrayEquals(new String[] {"EC"}, front.getServerAliases("EC", null));
        assertArrayEquals(new String[] {"EC"}, front.getClientAliases("EC", null));
        assertNull(front.getPrivateKey("key"));
        assertNull(front.getCertificateChain("chain"));
        manager.chain = new X509Certificate[] {Certificates.GOOD};
        assertSame(manager.chain, front.getCertificateChain("chain"));
        assertEquals(List.of("key", "chain", "chain"), manager.asked);
    }

    @Test
    void theFirstThatIsOfThisKindCounts() {
        Lister first = new Lister();
        KeyManager other = new KeyManager() {};
        assertSame(first, KeyManagerFront.firstAmong(other, first, new Lister()).orElseThrow());
        assertEquals(Optional.empty(), KeyManagerFront.firstAmong(other));
    }

    @Test
    void noManagersAreNone() {
        assertEquals(0, Managers.orNone((KeyManager[]) null).length);
        assertEquals(0, Managers.orNone((TrustManager[]) null).length);
        TrustManager trusted = new TrustManager() {};
        assertSame(trusted, Managers.orNone(trusted)[0]);
        KeyManager[] given = {new Lister()};
        KeyManager[] taken = Managers.orNone(given);
        given[0] = new Lister();
        assertFalse(taken[0] == given[0], "the caller's array is the caller's");
    }

    private static final class Front extends KeyManagerFront {
        Front(X509KeyManager manager) {
            super(manager);
        }
    }

    /** An application's. */
    private static final class Lister implements X509KeyManager {
        private final List<String> asked = new ArrayList<>();
        private X509Certificate @Nullable [] chain;
        private boolean listsNothing;

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {keyType};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return "client";
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return listsNothing ? null : new String[] {keyType};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return "server";
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            asked.add(alias);
            return chain;
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            asked.add(alias);
            return null;
        }
    }
}
