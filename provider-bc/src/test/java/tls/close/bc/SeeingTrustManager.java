// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts everybody, and remembers what it was shown. */
final class SeeingTrustManager extends X509ExtendedTrustManager {
    volatile @Nullable SSLSession session;
    volatile @Nullable String authType;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        see(type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        see(type, engine);
    }

    private void see(String type, SSLEngine engine) {
        SSLSession now = engine.getHandshakeSession();
        now.putValue("put by the trust manager", "value");
        session = now;
        authType = type;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        throw new AssertionError("without an engine");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        throw new AssertionError("without an engine");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        throw new AssertionError("with a socket");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        throw new AssertionError("with a socket");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
