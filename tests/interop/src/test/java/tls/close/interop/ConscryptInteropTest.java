// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

class ConscryptInteropTest extends InteropTest {
    ConscryptInteropTest() {
        super("conscrypt");
    }
}
