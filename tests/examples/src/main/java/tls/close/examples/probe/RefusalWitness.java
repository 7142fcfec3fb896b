// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Leaves the decision to another trust manager, and can tell why that refused a server: each backend would say it differently. */
final class RefusalWitness extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;
    private volatile Optional<Refusal> refusal = Optional.empty();

    RefusalWitness(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** Why the server was refused; empty if it was not. */
    Optional<Refusal> refusal() {
        return refusal;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        witness(chain, authType, () -> judge.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        witness(chain, authType, () -> judge.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        witness(chain, authType, () -> judge.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void witness(X509Certificate[] chain, String authType, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            refusal = Optional.of(new Diagnosis(judge, List.of(chain), authType).of(e));
            throw e;
        }
    }
}
