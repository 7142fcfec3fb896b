// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import org.junit.jupiter.api.TestClassOrder;

@TestClassOrder(LastFirst.class)
class ConscryptTest extends TlsProviderTck {
    ConscryptTest() {
        super("conscrypt");
    }
}
