// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.TlsProviders;

/** Says in a process of its own whether {@code bc} can be used there. */
final class MissingJar {

    private MissingJar() {}

    public static void main(String[] args) {
        System.out.println("why: " + new BcProvider().whyUnavailable().orElse(""));
        try {
            TlsProviders.get("bc");
            System.out.println("got");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        try {
            new BcProvider().newContext(new KeyManager[0], new TrustManager[0]);
            System.out.println("made");
        } catch (GeneralSecurityException e) {
            System.out.println(e.getMessage());
        }
    }
}
