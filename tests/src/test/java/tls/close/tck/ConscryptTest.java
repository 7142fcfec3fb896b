// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

class ConscryptTest extends TlsProviderTck {
    ConscryptTest() {
        super("conscrypt");
    }
}
