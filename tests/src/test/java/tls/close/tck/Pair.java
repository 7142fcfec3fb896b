// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import java.io.IOException;
import java.security.GeneralSecurityException;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;

/** Which backend is the client, which is the server, and what they speak. */
record Pair(String client, String server, TlsVersion version) {

    /** Two connections over TCP that have not shaken hands yet; reading and writing does. */
    PairOnWire open() throws IOException, GeneralSecurityException {
        SocketPair wire = SocketPair.open();
        TlsEndpoint clientEnd = TlsEndpoint.client("localhost", wire.client().getPort());
        TlsConnection clientConnection = context(client).open(wire.client(), clientEnd.protocols(version.jdkName()));
        TlsConnection serverConnection =
                context(server).open(wire.server(), TlsEndpoint.server().protocols(version.jdkName()));
        return new PairOnWire(wire, clientConnection, serverConnection);
    }

    private static TlsContext context(String provider) throws GeneralSecurityException {
        return TlsProviders.get(provider)
                .newContext(TestPki.ec().server().keyManagers(), TestPki.ec().trustManagers());
    }

    @Override
    public String toString() {
        return client + " to " + server + ", " + version;
    }
}
