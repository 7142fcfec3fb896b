// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import nl.altindag.ssl.exception.GenericException;
import nl.altindag.ssl.pem.util.PemUtils;
import tls.close.TlsContext;
import tls.close.spi.TlsProvider;

/**
 * Whom the probe believes, and who it is.
 *
 * @param trust in servers
 * @param identity for servers that ask for it; empty if there is none
 */
record Credentials(Trust trust, Optional<KeyManager> identity) {

    static Credentials chosen(Arguments arguments) throws BadArgumentException {
        Trust trust = Trust.chosen(arguments);
        return arguments.certificate().isPresent() && arguments.key().isPresent()
                ? new Credentials(
                        trust,
                        Optional.of(inFiles(
                                arguments.certificate().get(), arguments.key().get())))
                : new Credentials(trust, Optional.empty());
    }

    /** A fresh one, so that no visit resumes the session of another. */
    TlsContext newContext(TlsProvider backend, X509ExtendedTrustManager judge) throws GeneralSecurityException {
        return backend.newContext(identity.stream().toArray(KeyManager[]::new), new TrustManager[] {judge});
    }

    private static KeyManager inFiles(Path certificate, Path key) throws BadArgumentException {
        try {
            return PemUtils.loadIdentityMaterial(certificate, key);
        } catch (GenericException e) {
            throw new BadArgumentException("--cert " + certificate + " --key " + key
                    + ": no PEM certificate with its key, without password (" + OneLine.of(e) + ")");
        }
    }
}
