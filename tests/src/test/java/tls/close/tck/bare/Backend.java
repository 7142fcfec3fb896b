// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.bare;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import tls.close.tck.pki.TestPki;

/** A TLS implementation as it is, asked for by an instance of its own, so that nothing is registered in the JVM. */
enum Backend {
    JDK {
        @Override
        Provider provider() {
            return Security.getProvider("SunJSSE");
        }
    },
    BOUNCY_CASTLE {
        @Override
        Provider provider() {
            return new BouncyCastleJsseProvider(new BouncyCastleProvider());
        }
    },
    CONSCRYPT {
        @Override
        Provider provider() throws GeneralSecurityException {
            try {
                // By name: the kit has no business with this module, which its own tests only find beside it.
                return (Provider) Class.forName("org.conscrypt.Conscrypt")
                        .getMethod("newProvider")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new GeneralSecurityException(e);
            }
        }
    };

    abstract Provider provider() throws GeneralSecurityException;

    SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", provider());
        context.init(TestPki.ec().server().keyManagers(), new TrustManager[] {new AnybodyTrusted()}, null);
        return context;
    }
}
