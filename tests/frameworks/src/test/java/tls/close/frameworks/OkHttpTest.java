// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import javax.net.ssl.SSLContext;

class OkHttpTest extends HttpClientTest {
    OkHttpTest() {
        super(Library.OKHTTP);
    }

    @Override
    HttpUser user(SSLContext context) {
        return new OkHttpUser(context);
    }
}
