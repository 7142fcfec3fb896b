// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;

class JdkHttpClientTest extends HttpClientTest {
    JdkHttpClientTest() {
        super(Library.JDK_HTTP_CLIENT);
    }

    @Override
    HttpUser user(SSLContext context) {
        return new JdkHttpClientUser(context, HttpClient.Version.HTTP_1_1);
    }

    /** It cannot be closed before JDK 21. */
    @Override
    String connectionHeader() {
        return "close";
    }
}
