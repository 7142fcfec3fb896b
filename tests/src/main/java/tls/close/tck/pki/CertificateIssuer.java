// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates in one name with one key. */
record CertificateIssuer(X500Name name, KeyPair keys, String signatureAlgorithm) {
    private static final SecureRandom RANDOM = new SecureRandom();

    CertificateIssuer(String commonName, KeyPair keys, KeyAlgorithm algorithm) {
        this(new X500Name("CN=" + commonName), keys, algorithm.signatureAlgorithm());
    }

    /** The same with another digest. */
    CertificateIssuer signingBy(String algorithm) {
        return new CertificateIssuer(name, keys, algorithm);
    }

    /** The issuer's own certificate as a certification authority. */
    X509Certificate authority() throws GeneralSecurityException {
        try {
            X509v3CertificateBuilder builder = builder(name, keys.getPublic(), Validity.CURRENT)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return sign(builder);
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** A certificate for the end of a connection, good for servers and clients. */
    X509Certificate endEntity(String commonName, PublicKey key, Validity validity, GeneralName... names)
            throws GeneralSecurityException {
        try {
            X509v3CertificateBuilder builder = builder(new X500Name("CN=" + commonName), key, validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            return sign(builder);
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name subject, PublicKey key, Validity validity)
            throws GeneralSecurityException, CertIOException {
        Instant now = Instant.now();
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, RANDOM).setBit(126),
                        Date.from(now.plus(validity.from)),
                        Date.from(now.plus(validity.to)),
                        subject,
                        key)
                .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(keys.getPublic()));
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(signatureAlgorithm).build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** When a certificate is valid, seen from now. */
    record Validity(Duration from, Duration to) {
        static final Validity CURRENT = new Validity(Duration.ofDays(-3), Duration.ofDays(30));
        static final Validity EXPIRED = new Validity(Duration.ofDays(-2), Duration.ofDays(-1));

        static Validity until(Duration end) {
            return new Validity(Duration.ofDays(-3), end);
        }
    }
}
