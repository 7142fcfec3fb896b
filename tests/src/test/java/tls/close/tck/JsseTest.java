// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

class JsseTest extends TlsProviderTck {
    JsseTest() {
        super("jsse");
    }
}
