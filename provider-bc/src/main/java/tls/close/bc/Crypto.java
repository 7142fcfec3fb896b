// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.Provider;
import java.security.SecureRandom;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/**
 * The primitives: the JDK's, which are several times as fast and a fifth of the size, and BouncyCastle's for what the
 * JDK lacks. The BouncyCastle provider is an instance of our own, registered nowhere.
 */
final class Crypto extends JcaTlsCrypto {
    private final Provider bouncyCastle;

    private Crypto(Provider bouncyCastle, SecureRandom random) {
        super(new JdkFirst(bouncyCastle), random, random);
        this.bouncyCastle = bouncyCastle;
    }

    /** One for the whole process: it holds no keys, and a provider takes its time to be made. */
    static Crypto shared() {
        return Holder.SHARED;
    }

    Provider bouncyCastle() {
        return bouncyCastle;
    }

    private static final class Holder {
        static final Crypto SHARED = new Crypto(new BouncyCastleProvider(), new SecureRandom());
    }
}
