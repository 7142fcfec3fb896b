// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** The kind of keys that a {@link TestPki} is made of. */
public enum KeyAlgorithm {
    /** RSA with 2048 bits. */
    RSA(2048, "SHA256withRSA"),
    /** ECDSA on the curve P-256. */
    EC(256, "SHA256withECDSA");

    private final int keySize;
    private final String signatureAlgorithm;

    KeyAlgorithm(int keySize, String signatureAlgorithm) {
        this.keySize = keySize;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    KeyPair generateKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(name());
        generator.initialize(keySize);
        return generator.generateKeyPair();
    }

    String signatureAlgorithm() {
        return signatureAlgorithm;
    }
}
