// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import tls.close.examples.KeyFiles;
import tls.close.examples.ThrowAwayIdentity;

/** A throw-away CA that issues what is asked for, also what nobody should accept. */
final class Authority {
    static final Duration DAY = Duration.ofDays(1);

    private static final char[] PASSWORD = "in memory only".toCharArray();

    private final KeyPair keys = newKeys();
    private final AtomicInteger serial = new AtomicInteger(1);
    private final String name;
    private final X509Certificate certificate;

    Authority(String name) throws Exception {
        this.name = name;
        Instant now = Instant.now();
        certificate = sign(
                name,
                keys,
                now.minus(DAY.multipliedBy(1000)),
                now.plus(DAY),
                true,
                new GeneralNames(new GeneralName[0]));
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Valid now. */
    ThrowAwayIdentity issue(String... hosts) throws Exception {
        Instant now = Instant.now();
        return issue(now.minus(DAY), now.plus(DAY), hosts);
    }

    /** Valid now, and with a key that every program can read. */
    ThrowAwayIdentity issueRsa(String host) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        Instant now = Instant.now();
        return issue(generator.generateKeyPair(), now.minus(DAY), now.plus(DAY), host);
    }

    ThrowAwayIdentity issue(Instant from, Instant until, String... hosts) throws Exception {
        return issue(newKeys(), from, until, hosts);
    }

    private ThrowAwayIdentity issue(KeyPair pair, Instant from, Instant until, String... hosts) throws Exception {
        GeneralName[] names = Arrays.stream(hosts)
                .map(host ->
                        new GeneralName(host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new);
        X509Certificate issued = sign("CN=" + hosts[0], pair, from, until, false, new GeneralNames(names));
        return new ThrowAwayIdentity(pair.getPrivate(), issued);
    }

    /** Writes the file to trust. */
    String pem(Path folder) throws Exception {
        Path file = folder.resolve("authority.pem");
        KeyFiles.pem(file, "CERTIFICATE", certificate.getEncoded());
        return file.toString();
    }

    /** Of a server that shows the identity and trusts clients of this authority. */
    SSLContext serverContext(ThrowAwayIdentity identity) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("server", identity.key(), PASSWORD, new X509Certificate[] {identity.certificate()});
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(own, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private X509Certificate sign(
            String subject, KeyPair pair, Instant from, Instant until, boolean issuer, GeneralNames names)
            throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(name),
                BigInteger.valueOf(serial.getAndIncrement()),
                Date.from(from),
                Date.from(until),
                new X500Name(subject),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer));
        if (names.getNames().length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, names);
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private static KeyPair newKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }
}
