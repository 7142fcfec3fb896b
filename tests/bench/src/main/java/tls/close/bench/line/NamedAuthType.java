// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import javax.net.ssl.TrustManager;
import tls.close.tck.harness.TrustFront;

/**
 * Lets the JDK's trust managers judge for Conscrypt as it is: in TLS 1.3 that calls the key exchange GENERIC, a name that
 * {@code sun.security.validator.EndEntityChecker} refuses.
 */
final class NamedAuthType extends TrustFront {

    NamedAuthType(TrustManager judge) {
        super(judge);
    }

    @Override
    protected String authType(String told) {
        return "UNKNOWN";
    }
}
