// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;

/** Says in a process of its own which backends can be used there, and uses the JDK's. */
final class Availability {

    private Availability() {}

    public static void main(String[] args) throws Exception {
        for (TlsProvider provider : TlsProviders.installed()) {
            System.out.println(
                    provider.name() + ": " + provider.whyUnavailable().orElse("can be used"));
        }
        System.out.println("found: " + TlsProviders.find("conscrypt").isPresent());
        try {
            TlsProviders.get("conscrypt");
            System.out.println("got");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        TlsProviders.preferred()
                .newContext(new KeyManager[0], new TrustManager[0])
                .newEngine(TlsEndpoint.server());
        System.out.println("others go on");
    }
}
