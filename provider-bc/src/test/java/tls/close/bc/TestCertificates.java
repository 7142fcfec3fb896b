// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A throw-away certification authority, and who it vouches for. */
final class TestCertificates {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

    static final TestCertificates TRUSTED = new TestCertificates("CN=test authority");
    static final TestCertificates UNTRUSTED = new TestCertificates("CN=nobody's authority");

    /** A private key with its certificate. */
    record Identity(PrivateKey key, X509Certificate certificate) {
        KeyManager[] keyManagers() {
            return keyManagers("SunX509");
        }

        KeyManager[] keyManagers(String algorithm) {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("me", key, new char[0], new X509Certificate[] {certificate});
                KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
                factory.init(store, new char[0]);
                return factory.getKeyManagers();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate root;

    private TestCertificates(String name) {
        this.name = new X500Name(name);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            keys = generator.generateKeyPair();
            root = sign(builder(this.name, keys, Duration.ofDays(1))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** For {@code localhost} and 127.0.0.1, with an EC key. */
    Identity server() {
        return identity("EC", Duration.ofDays(1), "localhost");
    }

    Identity server(String keyType) {
        return identity(keyType, Duration.ofDays(1), "localhost");
    }

    Identity serverNamed(String host) {
        return identity("EC", Duration.ofDays(1), host);
    }

    Identity expiredServer() {
        return identity("EC", Duration.ofDays(-1), "localhost");
    }

    Identity client() {
        return identity("RSA", Duration.ofDays(1), "client");
    }

    private Identity identity(String keyType, Duration left, String host) {
        try {
            KeyPair pair = KEYS.computeIfAbsent(keyType, TestCertificates::generate);
            GeneralName[] names = {new GeneralName(GeneralName.dNSName, host)};
            X509v3CertificateBuilder builder = builder(new X500Name("CN=" + host), pair, left)
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            return new Identity(pair.getPrivate(), sign(builder));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** By names such as {@code RSA}, {@code EC-384}, {@code Ed25519}; the JDK's, whatever else is registered. */
    private static KeyPair generate(String keyType) {
        List<String> parts = Arrays.asList(keyType.split("-(?=\\d)", 2));
        boolean rsa = keyType.startsWith("RSA");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(parts.get(0), rsa ? "SunRsaSign" : "SunEC");
            if (rsa) {
                generator.initialize(2048);
            } else if (keyType.startsWith("EC")) {
                generator.initialize(parts.size() > 1 ? Integer.parseInt(parts.get(1)) : 256);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair pair, Duration left) {
        Instant end = Instant.now().plus(left);
        return new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(SERIAL.getAndIncrement()),
                Date.from(end.minus(Duration.ofDays(2))),
                Date.from(end),
                subject,
                pair.getPublic());
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    X509Certificate root() {
        return root;
    }

    TrustManager[] trustManagers() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("root", root);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
