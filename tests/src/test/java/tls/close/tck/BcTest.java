// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

class BcTest extends TlsProviderTck {
    BcTest() {
        super("bc");
    }
}
