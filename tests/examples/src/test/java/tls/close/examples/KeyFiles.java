// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** An identity in the files that people have it in. */
public final class KeyFiles {
    public static final String PASSWORD = "changeit";

    private KeyFiles() {}

    /** Into {@code server.crt}, {@code server.key} and {@code server.p12}; into {@code ca.pem} and {@code ca.p12} to trust. */
    public static void write(Path folder, ThrowAwayIdentity identity) throws Exception {
        byte[] certificate = identity.certificate().getEncoded();
        pem(folder.resolve("ca.pem"), "CERTIFICATE", certificate);
        pem(folder.resolve("server.crt"), "CERTIFICATE", certificate);
        pem(folder.resolve("server.key"), "PRIVATE KEY", identity.key().getEncoded());
        char[] password = PASSWORD.toCharArray();
        X509Certificate[] chain = {identity.certificate()};
        store(folder.resolve("server.p12"), store -> store.setKeyEntry("server", identity.key(), password, chain));
        store(folder.resolve("ca.p12"), store -> store.setCertificateEntry("ca", identity.certificate()));
    }

    public static void pem(Path file, String label, byte[] der) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, body), US_ASCII);
    }

    private interface Entry {
        void addTo(KeyStore store) throws Exception;
    }

    private static void store(Path file, Entry entry) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        entry.addTo(store);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }
}
