// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

class BcInteropTest extends InteropTest {
    BcInteropTest() {
        super("bc");
    }
}
