// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts as another one does, and does something else before: in the middle of a handshake. */
final class CheckedTrust extends X509ExtendedTrustManager {
    /** What is done. */
    interface Check {
        void run() throws CertificateException;
    }

    private final X509ExtendedTrustManager trust;
    private final AtomicReference<Check> check;

    private CheckedTrust(X509ExtendedTrustManager trust, AtomicReference<Check> check) {
        this.trust = trust;
        this.check = check;
    }

    static TrustManager in(TrustManager[] trust, AtomicReference<Check> check) {
        return new CheckedTrust((X509ExtendedTrustManager) trust[0], check);
    }

    private void check() throws CertificateException {
        Objects.requireNonNull(check.get()).run();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check();
        trust.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check();
        trust.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        throw new AssertionError("ours are asked with engines");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        throw new AssertionError("ours are asked with engines");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        throw new AssertionError("ours are asked with engines");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        throw new AssertionError("ours are asked with engines");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
