// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import org.bouncycastle.tls.PSKTlsClient;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.crypto.TlsCrypto;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** What this module's README shows of peers of the application's own. */
final class PskExample {

    private PskExample() {}

    static CloseReport say(String host, int port, TlsCrypto crypto, TlsPSKIdentity identity) throws IOException {
        // README: begin
        TlsContext tls = BcPeers.clients(endpoint -> new PSKTlsClient(crypto, identity));
        try (Socket socket = new Socket(host, port);
                TlsConnection connection = tls.open(socket, TlsEndpoint.client(host, port))) {
            connection.outputStream().write("hello\n".getBytes(UTF_8));
            connection.bye(CloseRequest.SHUT_RDWR);
            return connection.report();
        }
        // README: end
    }
}
