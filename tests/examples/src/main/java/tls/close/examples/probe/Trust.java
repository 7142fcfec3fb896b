// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import nl.altindag.ssl.exception.GenericException;
import nl.altindag.ssl.exception.GenericIOException;
import nl.altindag.ssl.pem.util.PemUtils;
import nl.altindag.ssl.util.TrustManagerUtils;
import org.jspecify.annotations.Nullable;
import tls.close.TlsEndpoint;

/**
 * Whom the probe believes.
 *
 * @param judge who checks certificates
 * @param named whether the certificate must be for the host
 */
record Trust(X509ExtendedTrustManager judge, boolean named) {

    static Trust chosen(Arguments arguments) throws BadArgumentException {
        if (arguments.insecure()) {
            return new Trust(new TrustEverybody(), false);
        }
        return new Trust(
                arguments.authority().isPresent() ? inFile(arguments.authority().get()) : inThePlatforms(), true);
    }

    static Trust in(X509Certificate authority) {
        return new Trust(TrustManagerUtils.createTrustManager(List.of(authority)), true);
    }

    TlsEndpoint applyTo(TlsEndpoint endpoint) {
        return named ? endpoint : endpoint.withoutHostNameCheck();
    }

    private static X509ExtendedTrustManager inFile(Path pem) throws BadArgumentException {
        try {
            return PemUtils.loadTrustMaterial(pem);
        } catch (GenericIOException e) {
            throw new BadArgumentException("--ca " + pem + ": cannot be read (" + OneLine.of(e) + ")");
        } catch (GenericException e) {
            throw new BadArgumentException("--ca " + pem + ": no PEM certificates (" + OneLine.of(e) + ")");
        }
    }

    private static X509ExtendedTrustManager inThePlatforms() throws BadArgumentException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            @Nullable KeyStore theirs = null;
            factory.init(theirs);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new BadArgumentException("the platform trusts nobody: give --ca FILE"));
        } catch (GeneralSecurityException e) {
            throw new BadArgumentException(
                    "the platform's trust store cannot be read (" + OneLine.of(e) + "): give --ca FILE");
        }
    }
}
