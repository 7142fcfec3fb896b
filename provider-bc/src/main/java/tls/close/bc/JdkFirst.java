// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;
import org.bouncycastle.jcajce.util.ProviderJcaJceHelper;

/**
 * Finds an implementation among the registered providers, in their order but past any BouncyCastle that the application
 * has registered, and takes ours where there is none. What it found is remembered: a search costs an exception for each
 * provider that does not have it, and threads queue up at JCA's list of providers.
 */
final class JdkFirst extends ProviderJcaJceHelper {

    /** Makes one thing with one provider. */
    private interface Maker<T> {
        T make(String algorithm, Provider provider) throws NoSuchAlgorithmException, NoSuchPaddingException;
    }

    private record Key(Class<?> kind, String algorithm) {}

    private final Provider bouncyCastle;
    private final Map<Key, Provider> found = new ConcurrentHashMap<>();

    /** Never initialized: they are there to be copied. */
    private final Map<String, Mac> macs = new ConcurrentHashMap<>();

    JdkFirst(Provider bouncyCastle) {
        super(bouncyCastle);
        this.bouncyCastle = bouncyCastle;
    }

    @Override
    public Cipher createCipher(String algorithm) throws NoSuchAlgorithmException, NoSuchPaddingException {
        return make(Cipher.class, algorithm, Cipher::getInstance);
    }

    /** A copy: the JDK's HMAC would ask for its hash each time, some fifty times in a handshake. */
    @Override
    public Mac createMac(String algorithm) throws NoSuchAlgorithmException {
        Mac unused = macs.get(algorithm);
        if (unused == null) {
            unused = unpadded(Mac.class, algorithm, Mac::getInstance);
            macs.put(algorithm, unused);
        }
        try {
            return (Mac) unused.clone();
        } catch (CloneNotSupportedException e) {
            return unpadded(Mac.class, algorithm, Mac::getInstance);
        }
    }

    @Override
    public KeyAgreement createKeyAgreement(String algorithm) throws NoSuchAlgorithmException {
        return unpadded(KeyAgreement.class, algorithm, KeyAgreement::getInstance);
    }

    @Override
    public AlgorithmParameters createAlgorithmParameters(String algorithm) throws NoSuchAlgorithmException {
        return unpadded(AlgorithmParameters.class, algorithm, AlgorithmParameters::getInstance);
    }

    @Override
    public KeyFactory createKeyFactory(String algorithm) throws NoSuchAlgorithmException {
        return unpadded(KeyFactory.class, algorithm, KeyFactory::getInstance);
    }

    @Override
    public KeyPairGenerator createKeyPairGenerator(String algorithm) throws NoSuchAlgorithmException {
        return unpadded(KeyPairGenerator.class, algorithm, KeyPairGenerator::getInstance);
    }

    @Override
    public MessageDigest createMessageDigest(String algorithm) throws NoSuchAlgorithmException {
        return unpadded(MessageDigest.class, algorithm, MessageDigest::getInstance);
    }

    @Override
    @SuppressWarnings("deprecation") // It is what bctls calls.
    public MessageDigest createDigest(String algorithm) throws NoSuchAlgorithmException {
        return createMessageDigest(algorithm);
    }

    @Override
    public Signature createSignature(String algorithm) throws NoSuchAlgorithmException {
        return unpadded(Signature.class, algorithm, Signature::getInstance);
    }

    /** Whichever the platform prefers: BouncyCastle's certificates would be parsed again by the JDK's trust manager. */
    @Override
    public CertificateFactory createCertificateFactory(String type) throws CertificateException {
        Key key = new Key(CertificateFactory.class, type);
        Provider known = found.get(key);
        if (known != null) {
            return CertificateFactory.getInstance(type, known);
        }
        CertificateFactory made = CertificateFactory.getInstance(type);
        found.put(key, made.getProvider());
        return made;
    }

    private <T> T unpadded(Class<T> kind, String algorithm, Maker<T> maker) throws NoSuchAlgorithmException {
        try {
            return make(kind, algorithm, maker);
        } catch (NoSuchPaddingException e) {
            throw new NoSuchAlgorithmException(e);
        }
    }

    private <T> T make(Class<T> kind, String algorithm, Maker<T> maker)
            throws NoSuchAlgorithmException, NoSuchPaddingException {
        Provider known = found.get(new Key(kind, algorithm));
        if (known != null) {
            return maker.make(algorithm, known);
        }
        for (Provider provider : Security.getProviders()) {
            if (!provider.getName().equals(bouncyCastle.getName())) {
                try {
                    T made = maker.make(algorithm, provider);
                    found.put(new Key(kind, algorithm), provider);
                    return made;
                } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
                    // The next one may have it.
                }
            }
        }
        T made = maker.make(algorithm, bouncyCastle);
        found.put(new Key(kind, algorithm), bouncyCastle);
        return made;
    }
}
