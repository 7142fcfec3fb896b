// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import javax.net.ssl.SSLContext;

class HttpsUrlConnectionTest extends HttpClientTest {
    HttpsUrlConnectionTest() {
        super(Library.HTTPS_URL_CONNECTION);
    }

    @Override
    HttpUser user(SSLContext context) {
        return new UrlConnectionUser(context);
    }

    /** What it keeps it gives up after 5 s. */
    @Override
    String connectionHeader() {
        return "close";
    }
}
