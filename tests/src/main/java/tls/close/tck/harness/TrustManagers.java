// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Trust managers as applications bring them along. */
public final class TrustManagers {
    private TrustManagers() {}

    /** One that judges as another does, and is not told whose certificates these are. */
    public static X509TrustManager plain(TrustManager... others) {
        X509TrustManager other = (X509TrustManager) others[0];
        return new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
                other.checkClientTrusted(chain, authType);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
                other.checkServerTrusted(chain, authType);
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return other.getAcceptedIssuers();
            }
        };
    }

    /** One that judges as another does, and keeps from it whose certificates these are. */
    public static X509ExtendedTrustManager wrapped(TrustManager... others) {
        X509TrustManager other = (X509TrustManager) others[0];
        return new X509ExtendedTrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
                other.checkClientTrusted(chain, authType);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
                other.checkServerTrusted(chain, authType);
            }

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                    throws CertificateException {
                other.checkClientTrusted(chain, authType);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                    throws CertificateException {
                other.checkServerTrusted(chain, authType);
            }

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                    throws CertificateException {
                other.checkClientTrusted(chain, authType);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                    throws CertificateException {
                other.checkServerTrusted(chain, authType);
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return other.getAcceptedIssuers();
            }
        };
    }

    /** One that judges nothing. */
    public static X509TrustManager believingAnybody() {
        return new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
    }

    /** One that judges nothing, and notes what it was shown. */
    public static final class Witness extends X509ExtendedTrustManager {
        private volatile Optional<Object> connection = Optional.empty();
        private volatile String peerHost = "";
        private volatile String protocol = "";

        /** The engine or socket, if there was one. */
        public Optional<Object> connection() {
            return connection;
        }

        public String peerHost() {
            return peerHost;
        }

        public String protocol() {
            return protocol;
        }

        private void note(Object shown, SSLSession session) {
            connection = Optional.of(shown);
            peerHost = session.getPeerHost();
            protocol = session.getProtocol();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            note(socket, ((SSLSocket) socket).getHandshakeSession());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            note(engine, engine.getHandshakeSession());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Fails to find out, where an application's own mistake would. */
    public static X509TrustManager failing(Runnable failure) {
        return new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {
                failure.run();
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {
                failure.run();
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
    }
}
