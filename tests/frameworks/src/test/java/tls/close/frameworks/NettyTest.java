// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import javax.net.ssl.SSLContext;

class NettyTest extends StreamServerTest {
    NettyTest() {
        super(Library.NETTY);
    }

    @Override
    StreamServer start(SSLContext context) throws Exception {
        return NettyServer.start(context);
    }
}
