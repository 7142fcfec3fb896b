// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** While this is open, the platform trusts one authority and no other, by the system properties that the JDK reads. */
public final class PlatformTrust implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Path store;
    private final Map<String, @Nullable String> before = new HashMap<>();

    private PlatformTrust(Path store) {
        this.store = store;
        set("javax.net.ssl.trustStore", store.toString());
        set("javax.net.ssl.trustStoreType", "PKCS12");
        set("javax.net.ssl.trustStorePassword", PASSWORD);
    }

    public static PlatformTrust in(X509Certificate authority) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        Path store = Files.createTempFile("tls-close", ".p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return new PlatformTrust(store);
    }

    private void set(String property, String value) {
        before.put(property, System.getProperty(property));
        System.setProperty(property, value);
    }

    @Override
    public void close() throws IOException {
        before.forEach((property, value) -> {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
        Files.delete(store);
    }
}
