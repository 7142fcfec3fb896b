// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Vector;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.NewerSetting;

/** The signature schemes that are offered and accepted, best first (RFC 8446 section 4.2.3). */
@SuppressWarnings("ImmutableEnumChecker") // An identifier never changes, and List.of() neither.
enum Scheme {
    ECDSA_SECP256R1_SHA256(
            SignatureScheme.ecdsa_secp256r1_sha256, "SHA256withECDSA", SECObjectIdentifiers.secp256r1, "EC"),
    ECDSA_SECP384R1_SHA384(
            SignatureScheme.ecdsa_secp384r1_sha384, "SHA384withECDSA", SECObjectIdentifiers.secp384r1, "EC"),
    ECDSA_SECP521R1_SHA512(
            SignatureScheme.ecdsa_secp521r1_sha512, "SHA512withECDSA", SECObjectIdentifiers.secp521r1, "EC"),
    // RFC 8410 section 3. The JDK calls the keys of both curves EdDSA, BouncyCastle each by its curve.
    ED25519(SignatureScheme.ed25519, "Ed25519", new ASN1ObjectIdentifier("1.3.101.112"), "EdDSA", "Ed25519"),
    ED448(SignatureScheme.ed448, "Ed448", new ASN1ObjectIdentifier("1.3.101.113"), "EdDSA", "Ed448"),
    RSA_PSS_RSAE_SHA256(SignatureScheme.rsa_pss_rsae_sha256, "RSASSA-PSS", PKCSObjectIdentifiers.rsaEncryption, "RSA"),
    RSA_PSS_RSAE_SHA384(SignatureScheme.rsa_pss_rsae_sha384, "RSASSA-PSS", PKCSObjectIdentifiers.rsaEncryption, "RSA"),
    RSA_PSS_RSAE_SHA512(SignatureScheme.rsa_pss_rsae_sha512, "RSASSA-PSS", PKCSObjectIdentifiers.rsaEncryption, "RSA"),
    RSA_PSS_PSS_SHA256(
            SignatureScheme.rsa_pss_pss_sha256, "RSASSA-PSS", PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS"),
    RSA_PSS_PSS_SHA384(
            SignatureScheme.rsa_pss_pss_sha384, "RSASSA-PSS", PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS"),
    RSA_PSS_PSS_SHA512(
            SignatureScheme.rsa_pss_pss_sha512, "RSASSA-PSS", PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS"),
    RSA_PKCS1_SHA256(SignatureScheme.rsa_pkcs1_sha256, "SHA256withRSA", PKCSObjectIdentifiers.rsaEncryption, "RSA"),
    RSA_PKCS1_SHA384(SignatureScheme.rsa_pkcs1_sha384, "SHA384withRSA", PKCSObjectIdentifiers.rsaEncryption, "RSA"),
    RSA_PKCS1_SHA512(SignatureScheme.rsa_pkcs1_sha512, "SHA512withRSA", PKCSObjectIdentifiers.rsaEncryption, "RSA");

    private final int number;
    private final String signature;
    /** The key's algorithm, or its curve. */
    private final ASN1ObjectIdentifier key;

    private final List<String> keyTypes;

    Scheme(int number, String signature, ASN1ObjectIdentifier key, String... keyTypes) {
        this.number = number;
        this.signature = signature;
        this.key = key;
        this.keyTypes = List.of(keyTypes);
    }

    /** All, or those that the settings name, in their order; what is not known here is passed over. */
    static List<Scheme> enabledBy(SSLParameters parameters) {
        List<Scheme> all = List.of(values());
        return NewerSetting.SIGNATURE_SCHEMES
                .in(parameters)
                .map(names -> names.stream()
                        .flatMap(name ->
                                all.stream().filter(scheme -> scheme.name().equalsIgnoreCase(name)))
                        .toList())
                .orElse(all);
    }

    /** Those of bctls's list, which may be null, that are enabled. */
    static List<Scheme> among(@Nullable Vector<?> offered, List<Scheme> enabled) {
        List<Integer> numbers = new ArrayList<>();
        for (Object one : offered == null ? List.of() : offered) {
            numbers.add(SignatureScheme.from((SignatureAndHashAlgorithm) one));
        }
        return enabled.stream()
                .filter(scheme -> numbers.contains(scheme.number))
                .toList();
    }

    @SuppressWarnings("JdkObsolete") // bctls wants a Vector.
    static Vector<SignatureAndHashAlgorithm> toBctls(List<Scheme> schemes) {
        Vector<SignatureAndHashAlgorithm> all = new Vector<>();
        for (Scheme scheme : schemes) {
            all.add(scheme.bctls());
        }
        return all;
    }

    /** Those by which certificates may be signed: the JDK takes SHA-1 from private authorities, and so its peers show it (rule 12.6). */
    @SuppressWarnings("JdkObsolete")
    static Vector<SignatureAndHashAlgorithm> ofCertificates() {
        Vector<SignatureAndHashAlgorithm> all = toBctls(List.of(values()));
        all.add(SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ecdsa_sha1));
        all.add(SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.rsa_pkcs1_sha1));
        return all;
    }

    static String[] jcaNames(Collection<Scheme> schemes) {
        return schemes.stream().map(Scheme::signature).distinct().toArray(String[]::new);
    }

    SignatureAndHashAlgorithm bctls() {
        return SignatureScheme.getSignatureAndHashAlgorithm(number);
    }

    int number() {
        return number;
    }

    /** The name of the JCA's {@code Signature}. */
    String signature() {
        return signature;
    }

    /** What a key manager calls such keys. */
    List<String> keyTypes() {
        return keyTypes;
    }

    /** The parameters of RSASSA-PSS (RFC 8446 section 4.2.3): the salt is as long as the digest. */
    @Nullable
    PSSParameterSpec pssParameters() {
        return switch (this) {
            case RSA_PSS_RSAE_SHA256, RSA_PSS_PSS_SHA256 -> pss("SHA-256", 32);
            case RSA_PSS_RSAE_SHA384, RSA_PSS_PSS_SHA384 -> pss("SHA-384", 48);
            case RSA_PSS_RSAE_SHA512, RSA_PSS_PSS_SHA512 -> pss("SHA-512", 64);
            default -> null;
        };
    }

    /** Whether CertificateVerify of TLS 1.3 may have it: PKCS #1 is for certificates only there. */
    boolean isForTls13() {
        return !name().startsWith("RSA_PKCS1");
    }

    /** Whether this key can sign so; TLS 1.3 binds a curve to each scheme of ECDSA, TLS 1.2 does not. */
    boolean fits(PublicKey candidate, boolean tls13) {
        AlgorithmIdentifier algorithm =
                SubjectPublicKeyInfo.getInstance(candidate.getEncoded()).getAlgorithm();
        if (X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())) {
            ASN1Encodable curve = algorithm.getParameters();
            return tls13 ? key.equals(curve) : keyTypes.contains("EC");
        }
        return key.equals(algorithm.getAlgorithm()) && hasDigestOf(candidate);
    }

    /** A key for RSASSA-PSS may be bound to one digest (RFC 4055 section 1.2). */
    private boolean hasDigestOf(Key candidate) {
        PSSParameterSpec ours = pssParameters();
        return !(candidate instanceof RSAKey rsa)
                || !(rsa.getParams() instanceof PSSParameterSpec bound)
                || ours == null
                || ours.getDigestAlgorithm().equalsIgnoreCase(bound.getDigestAlgorithm());
    }

    private static PSSParameterSpec pss(String digest, int saltLength) {
        return new PSSParameterSpec(
                digest,
                "MGF1",
                new java.security.spec.MGF1ParameterSpec(digest),
                saltLength,
                PSSParameterSpec.TRAILER_FIELD_BC);
    }
}
