// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import javax.net.ssl.SSLContext;

class ApacheHttpClientTest extends HttpClientTest {
    ApacheHttpClientTest() {
        super(Library.APACHE);
    }

    @Override
    HttpUser user(SSLContext context) {
        return new ApacheUser(context);
    }
}
