// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import org.bouncycastle.jcajce.util.ProviderJcaJceHelper;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/** BouncyCastle's cryptography from a provider of our own, with a way to encrypt what BouncyCastle would not write. */
final class PeerCrypto extends JcaTlsCrypto {
    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Substitution substitution = new Substitution();

    PeerCrypto() {
        super(new FastCiphers(), RANDOM, RANDOM);
    }

    /** What goes into the next encrypted record in place of the content that BouncyCastle writes. */
    Substitution substitution() {
        return substitution;
    }

    @Override
    public TlsCipher createCipher(TlsCryptoParameters parameters, int encryptionAlgorithm, int macAlgorithm)
            throws IOException {
        return new SubstitutingCipher(super.createCipher(parameters, encryptionAlgorithm, macAlgorithm), substitution);
    }

    /** The JDK's ciphers where it has them: floods of data are several times faster with these. */
    private static final class FastCiphers extends ProviderJcaJceHelper {
        FastCiphers() {
            super(PROVIDER);
        }

        @Override
        public Cipher createCipher(String transformation) throws NoSuchAlgorithmException, NoSuchPaddingException {
            try {
                return Cipher.getInstance(transformation);
            } catch (NoSuchAlgorithmException e) {
                return super.createCipher(transformation);
            }
        }
    }
}
