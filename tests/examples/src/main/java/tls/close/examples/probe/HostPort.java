// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            if (port >= 1 && port <= 65_535) {
                return new HostPort(host, port);
            }
        }
        throw new BadArgumentException(
                "a server is HOST:PORT such as example.org:443 or [::1]:443, not '" + text + "'");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
