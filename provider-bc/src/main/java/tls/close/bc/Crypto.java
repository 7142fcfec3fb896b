// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * The primitives: the JDK's, which are several times as fast and a fifth of the size, and BouncyCastle's for what the
 * JDK lacks. The BouncyCastle provider is an instance of our own, registered nowhere.
 */
final class Crypto extends JcaTlsCrypto {
    private record Signer(Class<?> keyType, String algorithm) {}

    private final Provider bouncyCastle;
    private final Map<Signer, Provider> signers = new ConcurrentHashMap<>();

    private Crypto(Provider bouncyCastle, SecureRandom random) {
        super(new JdkFirst(bouncyCastle), random, random);
        this.bouncyCastle = bouncyCastle;
    }

    /** One for the whole process: it holds no keys, and a provider takes its time to be made. */
    static Crypto shared() {
        return Holder.SHARED;
    }

    @Override
    public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac) throws IOException {
        return encryption == EncryptionAlgorithm.CHACHA20_POLY1305
                ? new TlsAEADCipher(
                        parameters,
                        chaCha20Poly1305(Cipher.ENCRYPT_MODE),
                        chaCha20Poly1305(Cipher.DECRYPT_MODE),
                        ChaCha20Poly1305.KEY_SIZE,
                        ChaCha20Poly1305.TAG_SIZE,
                        TlsAEADCipher.AEAD_CHACHA20_POLY1305,
                        null)
                : super.createCipher(parameters, encryption, mac);
    }

    private ChaCha20Poly1305 chaCha20Poly1305(int mode) throws IOException {
        try {
            return new ChaCha20Poly1305(getHelper().createCipher(ChaCha20Poly1305.NAME), mode);
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    /** The provider that has signed with a key of that kind, which saves a search; null if not known. */
    @Nullable
    Provider signerOf(PrivateKey key, String algorithm) {
        return signers.get(new Signer(key.getClass(), algorithm));
    }

    void rememberSigner(PrivateKey key, String algorithm, Provider provider) {
        signers.put(new Signer(key.getClass(), algorithm), provider);
    }

    Provider bouncyCastle() {
        return bouncyCastle;
    }

    private static final class Holder {
        static final Crypto SHARED = new Crypto(new BouncyCastleProvider(), new SecureRandom());
    }
}
