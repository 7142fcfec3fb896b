// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.GeneralName;
import tls.close.tck.pki.CertificateIssuer.Validity;

/**
 * A certification authority and the certificates that tests need: good ones, and one for each way to be bad.
 *
 * <p>Made once in a JVM for each {@link KeyAlgorithm}, when first asked for, and never written anywhere but by
 * {@link #writePem}. The good server certificate is for {@code localhost}, {@code server.test} and 127.0.0.1. All
 * servers share one key, so that RSA costs three key generations and not seven.
 */
public final class TestPki {
    private final CertificateIssuer trusted;
    private final KeyPair serverKeys;
    private final X509Certificate authority;
    private final Identity server;
    private final Identity client;
    private final Identity untrustedServer;
    private final Identity expiredServer;
    private final Identity wrongNameServer;
    private final Identity selfSignedServer;

    private TestPki(KeyAlgorithm algorithm) throws GeneralSecurityException {
        serverKeys = algorithm.generateKeyPair();
        KeyPair clientKeys = algorithm.generateKeyPair();
        trusted = new CertificateIssuer("tls.close test CA", algorithm.generateKeyPair(), algorithm);
        // Its key is the client's, which no one is asked to trust: what counts is that the server's chain ends there.
        CertificateIssuer untrusted = new CertificateIssuer("tls.close untrusted CA", clientKeys, algorithm);
        CertificateIssuer itself = new CertificateIssuer("server.test", serverKeys, algorithm);

        authority = trusted.authority();
        server = server(serverKeys, trusted, Validity.CURRENT, serverNames());
        client = identity(
                clientKeys,
                trusted.endEntity("client.test", clientKeys.getPublic(), Validity.CURRENT, dnsName("client.test")));
        untrustedServer = server(serverKeys, untrusted, Validity.CURRENT, serverNames());
        expiredServer = server(serverKeys, trusted, Validity.EXPIRED, serverNames());
        wrongNameServer = server(serverKeys, trusted, Validity.CURRENT, dnsName("other.test"));
        selfSignedServer = server(serverKeys, itself, Validity.CURRENT, serverNames());
    }

    /**
     * The certificates with RSA keys.
     *
     * @return always the same
     */
    public static TestPki rsa() {
        return Rsa.PKI;
    }

    /**
     * The certificates with EC keys.
     *
     * @return always the same
     */
    public static TestPki ec() {
        return Ec.PKI;
    }

    /**
     * The certificates with keys of a kind.
     *
     * @param algorithm the kind of keys
     * @return always the same for one kind
     */
    public static TestPki of(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case RSA -> rsa();
            case EC -> ec();
        };
    }

    /**
     * The certificate of the authority that {@link #trustManagers} trust.
     *
     * @return a root certificate
     */
    public X509Certificate authority() {
        return authority;
    }

    /**
     * The server that everyone should let in, under the names localhost, server.test and 127.0.0.1.
     *
     * @return the server's key and certificate
     */
    public Identity server() {
        return server;
    }

    /**
     * The client that everyone should let in.
     *
     * @return the client's key and certificate
     */
    public Identity client() {
        return client;
    }

    /**
     * A server with the right names from an authority that no one trusts.
     *
     * @return its key and certificate
     */
    public Identity untrustedServer() {
        return untrustedServer;
    }

    /**
     * A server whose certificate was good until yesterday.
     *
     * @return its key and certificate
     */
    public Identity expiredServer() {
        return expiredServer;
    }

    /**
     * A server with a trusted certificate for {@code other.test} only.
     *
     * @return its key and certificate
     */
    public Identity wrongNameServer() {
        return wrongNameServer;
    }

    /**
     * A server with the right names that vouches for itself.
     *
     * @return its key and certificate
     */
    public Identity selfSignedServer() {
        return selfSignedServer;
    }

    /**
     * An end that everyone should let in for a while, with the names of {@link #server}.
     *
     * @param life for how long from now on
     * @return a key and its new certificate
     * @throws GeneralSecurityException if it cannot be made
     */
    public Identity shortLived(Duration life) throws GeneralSecurityException {
        return server(serverKeys, trusted, Validity.until(life), serverNames());
    }

    /**
     * An end with the names of {@link #server}, whose certificate the trusted authority has signed in another way.
     *
     * @param signature the algorithm, for the authority's kind of key, such as {@code MD5withRSA}
     * @return a key and its new certificate
     * @throws GeneralSecurityException if it cannot be made
     */
    public Identity signedBy(String signature) throws GeneralSecurityException {
        return server(serverKeys, trusted.signingBy(signature), Validity.CURRENT, serverNames());
    }

    /**
     * An end with the names of {@link #server} and another key.
     *
     * @param key as it should not be, say
     * @return the key and its new certificate
     * @throws GeneralSecurityException if it cannot be made
     */
    public Identity keyed(KeyPair key) throws GeneralSecurityException {
        return server(key, trusted, Validity.CURRENT, serverNames());
    }

    /**
     * What trusts {@link #authority} and nothing else.
     *
     * @return the JDK's PKIX trust managers
     */
    public TrustManager[] trustManagers() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The JDK refuses the test CA", e);
        }
    }

    /**
     * Writes the authority, the server and the client into files, for programs that are not Java.
     *
     * @param directory where to; it must exist
     * @return the files
     * @throws IOException if a file cannot be written
     */
    public PemFiles writePem(Path directory) throws IOException {
        return PemFiles.write(this, directory);
    }

    private static Identity server(KeyPair keys, CertificateIssuer issuer, Validity validity, GeneralName... names)
            throws GeneralSecurityException {
        return identity(keys, issuer.endEntity("server.test", keys.getPublic(), validity, names));
    }

    private static Identity identity(KeyPair keys, X509Certificate certificate) {
        return new Identity(keys.getPrivate(), List.of(certificate));
    }

    private static GeneralName[] serverNames() {
        return new GeneralName[] {
            dnsName("localhost"), dnsName("server.test"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        };
    }

    private static GeneralName dnsName(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static TestPki generate(KeyAlgorithm algorithm) {
        try {
            return new TestPki(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No test certificates with " + algorithm, e);
        }
    }

    private static final class Rsa {
        static final TestPki PKI = generate(KeyAlgorithm.RSA);
    }

    private static final class Ec {
        static final TestPki PKI = generate(KeyAlgorithm.EC);
    }
}
