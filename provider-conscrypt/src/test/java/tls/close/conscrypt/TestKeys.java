// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.conscrypt.Conscrypt;
import tls.close.TlsContext;
import tls.close.TlsProviders;

/** A throw-away server for {@code localhost}, made by the JDK's own tool, and who trusts it. */
final class TestKeys {
    private static final char[] PASSWORD = "throw-away".toCharArray();
    private static final KeyStore SERVER = make();

    private TestKeys() {}

    private static KeyStore make() {
        try {
            Path directory = Files.createTempDirectory("keys");
            Path file = directory.resolve("server.p12");
            Process keytool = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-alias",
                            "server",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(PASSWORD)))
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new AssertionError("keytool failed");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            Files.delete(file);
            Files.delete(directory);
            return store;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static KeyManager[] server() throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(SERVER, PASSWORD);
        return factory.getKeyManagers();
    }

    static TrustManager[] trust() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", SERVER.getCertificate("server"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Of one backend, for both ends. */
    static TlsContext context(String backend) throws Exception {
        return TlsProviders.get(backend).newContext(server(), trust());
    }

    /** Conscrypt itself, without us. */
    static SSLContext bare() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
        context.init(server(), trust(), null);
        return context;
    }
}
