// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tls.close.TlsEndpoint;

/**
 * A server.
 *
 * @param host its name or address
 * @param port its port
 */
record HostPort(String host, int port) {
    private static final Pattern SYNTAX = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\s:\\[\\]]+)):([0-9]{1,5})");

    static HostPort parse(String text) throws BadArgumentException {
        Matcher parts = SYNTAX.matcher(text);
        if (parts.matches()) {
            String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
            int port = Integer.parseInt(parts.group(3));
            if (port >= 1 && isHost(host, port)) {
                return new HostPort(host, port);
            }
        }
        throw new BadArgumentException(
                "--target is HOST:PORT such as example.org:443 or [::1]:443, not '" + text + "'");
    }

    private static boolean isHost(String host, int port) {
        try {
            return TlsEndpoint.client(host, port).isClient();
        } catch (IllegalArgumentException e) {
            return false; // Not a name that a certificate can be for, or no such port.
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
