// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import javax.net.ssl.SSLContext;

class SslServerSocketTest extends StreamServerTest {
    SslServerSocketTest() {
        super(Library.RECEIVER);
    }

    @Override
    StreamServer start(SSLContext context) throws Exception {
        return SslServerSocketLoop.start(context);
    }
}
