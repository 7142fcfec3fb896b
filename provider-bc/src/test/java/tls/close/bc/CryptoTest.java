// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serial;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsEndpoint;
import tls.close.TlsEndpoint.ClientAuth;
import tls.close.bc.TestCertificates.Identity;

/** Where the primitives come from, and that nothing is registered for it. */
class CryptoTest {

    @Test
    void nothingIsRegistered() throws Exception {
        Set<String> before = names();
        EnginePair.established(new Side("bc", "bc", "TLSv1.3"));
        assertEquals(before, names());
        assertNull(Security.getProvider("BC"));
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Provider provider : Security.getProviders()) {
            names.add(provider.getName());
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99})
    void itWorksBesideARegisteredBouncyCastleAndPrefersTheJdk(int position) throws Exception {
        Security.insertProviderAt(new BouncyCastleProvider(), position);
        try {
            JdkFirst helper = new JdkFirst(new BouncyCastleProvider());
            for (String cipher : List.of("AES/GCM/NoPadding", "AES/CBC/NoPadding", "ChaCha20-Poly1305")) {
                assertNotEquals("BC", helper.createCipher(cipher).getProvider().getName());
            }
            assertNotEquals("BC", helper.createMac("HmacSHA256").getProvider().getName());
            assertNotEquals(
                    "BC", helper.createMessageDigest("SHA-256").getProvider().getName());
            assertEquals(
                    "BC",
                    helper.createSignature("SHA256WITHRSAANDMGF1").getProvider().getName());
            for (String keyType : List.of("RSA", "EC", "Ed25519", "RSASSA-PSS")) {
                Identity identity = TestCertificates.TRUSTED.server(keyType);
                for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                    mutual(identity.keyManagers(), protocol);
                }
            }
        } finally {
            Security.removeProvider("BC");
        }
    }

    /** As on a smart card: it signs, but only its own provider can make it. */
    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void aKeyMayLiveInAnotherProvider(String keyType) throws Exception {
        Identity identity = TestCertificates.TRUSTED.server(keyType);
        CardKey card = new CardKey(identity.key());
        KeyManager[] keys = {new PlainKeyManager(new Identity(card, identity.certificate()), keyType)};
        assertThrows(AssertionError.class, () -> mutual(keys, "TLSv1.3"), "without the provider");
        Security.addProvider(new CardProvider());
        try {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                CardSignature.SIGNATURES.set(0);
                mutual(keys, protocol);
                assertEquals(2, CardSignature.SIGNATURES.get());
            }
        } finally {
            Security.removeProvider("Card");
        }
    }

    private static void mutual(KeyManager[] keys, String protocol) {
        try {
            EnginePair pair = new EnginePair(
                    Side.context("bc", keys, TestCertificates.TRUSTED.trustManagers()),
                    TlsEndpoint.client("localhost", 1).protocols(protocol),
                    Side.context("bc", keys, TestCertificates.TRUSTED.trustManagers()),
                    TlsEndpoint.server().clientAuth(ClientAuth.NEED));
            pair.settle();
            pair.send(pair.client, "hello");
            assertEquals("hello", EnginePair.text(pair.server));
            assertTrue(pair.server.engine.getSession().getPeerCertificates().length > 0);
        } catch (javax.net.ssl.SSLException e) {
            throw new AssertionError(e);
        }
    }

    private static final class CardKey implements PrivateKey {
        @Serial
        private static final long serialVersionUID = 1;

        final transient PrivateKey hidden;

        CardKey(PrivateKey hidden) {
            this.hidden = hidden;
        }

        @Override
        public String getAlgorithm() {
            return hidden.getAlgorithm();
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }
    }

    private static final class CardProvider extends Provider {
        @Serial
        private static final long serialVersionUID = 1;

        CardProvider() {
            super("Card", "1", "signs with card keys");
            for (String algorithm : List.of("RSASSA-PSS", "SHA256withECDSA", "Ed25519")) {
                putService(new Service(this, "Signature", algorithm, CardSignature.class.getName(), null, null) {
                    @Override
                    public Object newInstance(@Nullable Object parameter) {
                        return new CardSignature(algorithm);
                    }
                });
            }
        }
    }

    private static final class CardSignature extends SignatureSpi {
        static final AtomicInteger SIGNATURES = new AtomicInteger();

        private final Signature real;

        CardSignature(String algorithm) {
            try {
                real = Signature.getInstance(algorithm, algorithm.contains("RSA") ? "SunRsaSign" : "SunEC");
            } catch (java.security.GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof CardKey card)) {
                throw new InvalidKeyException("no card key");
            }
            real.initSign(card.hidden);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            throw new InvalidKeyException("signs only");
        }

        @Override
        protected void engineUpdate(byte value) throws SignatureException {
            real.update(value);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            real.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            SIGNATURES.incrementAndGet();
            return real.sign();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return false;
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec parameters)
                throws java.security.InvalidAlgorithmParameterException {
            real.setParameter(parameters);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
