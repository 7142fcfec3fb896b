// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import tls.close.CloseLimits;
import tls.close.TlsContext;
import tls.close.TlsProviders;
import tls.close.tck.pki.TestPki;

/** Who makes the {@code SSLContext} that a library is given: a column of the table. */
enum Maker {
    /** Without us: what a library does is measured here too, and promised nowhere. */
    JDK("the JDK's own"),
    JSSE("`jsse`"),
    BC("`bc`"),
    CONSCRYPT("`conscrypt`");

    private final String column;

    Maker(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }

    boolean isOurs() {
        return this != JDK;
    }

    /** A new one, with sessions of its own, the server's key, and trust in the authority. */
    SSLContext newContext() throws GeneralSecurityException {
        return newContext(TestPki.ec().trustManagers());
    }

    SSLContext newContext(TrustManager... trust) throws GeneralSecurityException {
        if (!isOurs()) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(TestPki.ec().server().keyManagers(), trust, null);
            return context;
        }
        // The default, but for how long a busy machine may take.
        return newTlsContext(trust)
                .sslContext(UnaryOperator.identity(), CloseLimits.DEFAULT.withTimeout(Patience.LIMIT));
    }

    TlsContext newTlsContext() throws GeneralSecurityException {
        return newTlsContext(TestPki.ec().trustManagers());
    }

    TlsContext newTlsContext(TrustManager... trust) throws GeneralSecurityException {
        return TlsProviders.get(name().toLowerCase(Locale.ROOT))
                .newContext(TestPki.ec().server().keyManagers(), trust);
    }
}
