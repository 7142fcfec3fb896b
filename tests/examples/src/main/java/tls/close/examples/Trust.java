// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import nl.altindag.ssl.exception.GenericException;
import nl.altindag.ssl.exception.GenericIOException;
import nl.altindag.ssl.pem.util.PemUtils;
import nl.altindag.ssl.util.TrustManagerUtils;
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

    static Trust in(X509Certificate authority) {
        return new Trust(List.of(TrustManagerUtils.createTrustManager(List.of(authority))), true);
    }

    TrustManager[] managers() {
        return checks.toArray(TrustManager[]::new);
    }

    TlsEndpoint applyTo(TlsEndpoint endpoint) {
        return named ? endpoint : endpoint.withoutHostNameCheck();
    }

    private static Trust inFile(Path pem) throws BadArgumentException {
        try {
            return new Trust(List.of(PemUtils.loadTrustMaterial(pem)), true);
        } catch (GenericIOException e) {
            throw new BadArgumentException("--ca " + pem + ": cannot be read (" + OneLine.of(e) + ")");
        } catch (GenericException e) {
            throw new BadArgumentException("--ca " + pem + ": no PEM certificates (" + OneLine.of(e) + ")");
        }
    }
}
