// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** One key for {@code server.test} and {@code localhost}, by {@code keytool}, good for a hundred years. It guards nothing. */
public final class JdkKeys {
    private static final String KEY =
            "MEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCDH4itB3f+oMcRbNBLKcWX+GTkEESX9lQDpJ9UEm+HJoA" + "==";

    private static final String CERTIFICATE =
            "MIIBaTCCAQ+gAwIBAgIJAOz5eUQVBKQlMAoGCCqGSM49BAMCMBYxFDASBgNVBAMTC3NlcnZlci50ZXN0MCAXDTI2MT"
                    + "EyNzEyNDY0OVoYDzIxMjYxMTAzMTI0NjQ5WjAWMRQwEgYDVQQDEwtzZXJ2ZXIudGVzdDBZMBMGByqGSM49AgEGCCqG"
                    + "SM49AwEHA0IABHfP7AgHW5sRlwPyf+GQ1fQafepJJemv1SqnurFp/nO+q8A5cFTsmlhyMHnA3rQCM/Nev2i2y+FLW2"
                    + "jhCpoJTASjRDBCMB0GA1UdDgQWBBRJJGMSoOoIejPqDkw459aYGTvZrzAhBgNVHREEGjAYggtzZXJ2ZXIudGVzdIIJ"
                    + "bG9jYWxob3N0MAoGCCqGSM49BAMCA0gAMEUCIAYLXlwu0riDFjXB2tSHAMddLHoBApiCXZW1bL2+0Bd0AiEAl45wKY"
                    + "KbXvgRCm2DZEwp/aH4fCWsbx3AM9ZFdywOfP4=";

    private static final char[] NO_PASSWORD = {};

    private static final KeyManager[] KEYS = newKeys();
    private static final TrustManager[] TRUST = newTrust();

    private JdkKeys() {}

    public static KeyManager[] keys() {
        return KEYS.clone();
    }

    /** In that one certificate. */
    static TrustManager[] trust() {
        return TRUST.clone();
    }

    private static KeyManager[] newKeys() {
        try {
            KeyStore store = empty();
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(decoded(KEY)));
            store.setKeyEntry("server.test", key, NO_PASSWORD, new Certificate[] {certificate()});
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TrustManager[] newTrust() {
        try {
            KeyStore store = empty();
            store.setCertificateEntry("server.test", certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate certificate() throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(decoded(CERTIFICATE)));
    }

    private static byte[] decoded(String text) {
        return Base64.getDecoder().decode(text);
    }
}
