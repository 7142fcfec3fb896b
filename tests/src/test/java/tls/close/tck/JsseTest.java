// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.TestClassOrder;

@TestClassOrder(ClassOrderer.ClassName.class)
class JsseTest extends TlsProviderTck {
    JsseTest() {
        super("jsse");
    }
}
