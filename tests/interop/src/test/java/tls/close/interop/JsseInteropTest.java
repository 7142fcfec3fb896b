// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

class JsseInteropTest extends InteropTest {
    JsseInteropTest() {
        super("jsse");
    }
}
