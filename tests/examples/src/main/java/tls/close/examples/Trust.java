// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import tls.close.TlsEndpoint;

/**
 * Whom the probe believes.
 *
 * @param checks who checks certificates; none for the platform's trust store
 * @param named whether the certificate must be for the host
 */
record Trust(List<TrustManager> checks, boolean named) {

    static Trust chosen(Arguments arguments) throws BadArgumentException {
        if (arguments.insecure()) {
            return new Trust(List.of(new TrustEverybody()), false);
        }
        if (arguments.authority().isPresent()) {
            return inFile(arguments.authority().get());
        }
        return new Trust(List.of(), true);
    }

    static Trust in(Collection<? extends Certificate> authorities) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate authority : authorities) {
                store.setCertificateEntry("authority " + store.size(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return new Trust(List.of(factory.getTrustManagers()), true);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    TrustManager[] managers() {
        return checks.toArray(TrustManager[]::new);
    }

    TlsEndpoint applyTo(TlsEndpoint endpoint) {
        return named ? endpoint : endpoint.withoutHostNameCheck();
    }

    private static Trust inFile(Path pem) throws BadArgumentException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new BadArgumentException("--ca " + pem + ": no certificate in it; it must be PEM");
            }
            return in(found);
        } catch (IOException e) {
            throw new BadArgumentException("--ca " + pem + ": cannot be read (" + e + ")");
        } catch (GeneralSecurityException e) {
            throw new BadArgumentException("--ca " + pem + ": not PEM certificates (" + OneLine.of(e) + ")");
        }
    }
}
