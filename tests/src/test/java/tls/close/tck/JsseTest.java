// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.TestClassOrder;

/** In another order than the others, or all three would wait at the same time, in the same tests. */
@TestClassOrder(ClassOrderer.ClassName.class)
class JsseTest extends TlsProviderTck {
    JsseTest() {
        super("jsse");
    }
}
