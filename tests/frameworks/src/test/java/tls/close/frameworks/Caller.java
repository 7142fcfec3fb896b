// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import tls.close.TlsEndpoint;
import tls.close.tck.peer.TlsVersion;

/** A client that does what a test says. It is the other end, and not under test. */
final class Caller {
    private Caller() {}

    static Call inTls(int port, TlsVersion version) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        Call call = new Call(
                socket,
                Maker.JSSE.newTlsContext(),
                TlsEndpoint.client("localhost", port).protocols(version.jdkName()));
        try {
            call.startTls();
            return call;
        } catch (IOException e) {
            call.close();
            throw e;
        }
    }
}
