// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.net.InetSocketAddress;
import tls.close.TlsEndpoint;
import tls.close.spi.TlsProvider;

/**
 * What to do in a visit to a real server.
 *
 * @param backend to use
 * @param version the only one to offer
 * @param target the server
 * @param credentials whom to believe, and who we are
 * @param arguments all else
 */
record TargetCourse(
        TlsProvider backend, TlsVersion version, HostPort target, Credentials credentials, Arguments arguments) {

    InetSocketAddress address() {
        return new InetSocketAddress(target.host(), target.port());
    }

    TlsEndpoint endpoint() throws BadArgumentException {
        try {
            TlsEndpoint endpoint = TlsEndpoint.client(target.host(), target.port())
                    .protocols(version.protocol())
                    .applicationProtocols(arguments.applicationProtocols().toArray(String[]::new));
            return credentials
                    .trust()
                    .applyTo(arguments.serverName().map(endpoint::serverName).orElse(endpoint));
        } catch (IllegalArgumentException e) {
            throw new BadArgumentException(OneLine.of(e));
        }
    }
}
