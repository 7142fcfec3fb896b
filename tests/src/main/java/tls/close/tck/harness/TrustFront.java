// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Stands before a trust manager, which judges. */
public abstract class TrustFront extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    /** @param judges of which the first judges */
    protected TrustFront(TrustManager... judges) {
        this.judge = (X509ExtendedTrustManager) judges[0];
    }

    /** Before anybody's certificates are judged. */
    protected void look() {}

    /**
     * Before a server's certificates are judged.
     *
     * @throws CertificateException if they are not to be
     */
    protected void lookAtServer() throws CertificateException {}

    /** The key exchange, as the judge is told. */
    protected String authType(String told) {
        return told;
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        look();
        lookAtServer();
        judge.checkServerTrusted(chain, authType(authType), engine);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        look();
        lookAtServer();
        judge.checkServerTrusted(chain, authType(authType), socket);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        look();
        lookAtServer();
        judge.checkServerTrusted(chain, authType(authType));
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        look();
        judge.checkClientTrusted(chain, authType(authType), engine);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        look();
        judge.checkClientTrusted(chain, authType(authType), socket);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        look();
        judge.checkClientTrusted(chain, authType(authType));
    }

    @Override
    public final X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
