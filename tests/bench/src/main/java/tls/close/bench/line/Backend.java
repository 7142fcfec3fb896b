// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.conscrypt.Conscrypt;

/** A TLS implementation, with us and without us. */
public enum Backend {
    /** The JDK. */
    JSSE("SSLSocket") {
        @Override
        SSLContext newContext() throws GeneralSecurityException {
            return SSLContext.getInstance("TLS");
        }
    },
    /** BouncyCastle: BCJSSE, which is made of the same protocol classes as our engine for it. */
    BC("BCJSSE socket") {
        @Override
        SSLContext newContext() throws GeneralSecurityException {
            // BCJSSE takes from it what the JDK lacks, and the ciphers from the JDK, whose AES is many times faster.
            Security.addProvider(new BouncyCastleProvider());
            return of(new BouncyCastleJsseProvider());
        }

        @Override
        Optional<String> whyNoFullClose() {
            return Optional.of("ProvSSLSocketDirect.shutdownOutput is not supported, and close() doesn't wait");
        }

        @Override
        Optional<String> whyNoOwnEngine() {
            return Optional.of(
                    "after closeOutbound() BCJSSE's engine reads nothing more; its place takes tls.close's own");
        }
    },
    /** BoringSSL. */
    CONSCRYPT("Conscrypt socket") {
        @Override
        SSLContext newContext() throws GeneralSecurityException {
            return of(Conscrypt.newProvider());
        }

        @Override
        TrustManager trust(TrustManager judge) {
            return new NamedAuthType(judge);
        }

        @Override
        Optional<String> whyNoFullClose() {
            return Optional.of("its shutdownOutput ends TCP without an alert, and close() doesn't wait");
        }
    };

    private final String ownSocket;

    Backend(String ownSocket) {
        this.ownSocket = ownSocket;
    }

    /**
     * As in {@link tls.close.TlsProviders#get}.
     *
     * @return the short name
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What the backend's own socket is called.
     *
     * @return a word for tables
     */
    public String ownSocket() {
        return ownSocket;
    }

    /** The backend as everybody else gets it. */
    abstract SSLContext newContext() throws GeneralSecurityException;

    /** Whom it lets in when nobody stands between it and the JDK's trust managers. */
    TrustManager trust(TrustManager judge) {
        return judge;
    }

    /** Why its own socket cannot say close_notify and read up to the peer's. */
    Optional<String> whyNoFullClose() {
        return Optional.empty();
    }

    /** Why the bare loop drives another engine than the one that the backend offers. */
    Optional<String> whyNoOwnEngine() {
        return Optional.empty();
    }

    private static SSLContext of(Provider provider) throws GeneralSecurityException {
        return SSLContext.getInstance("TLS", provider);
    }
}
