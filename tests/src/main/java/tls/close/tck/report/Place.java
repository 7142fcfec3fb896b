// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something was tried: under which setting, whoever the code under test is.
 *
 * @param version the protocol; empty if it is no matter
 * @param role the end under test; empty if it is no matter
 * @param transport what it goes over
 */
record Place(String version, String role, Transport transport) implements Comparable<Place> {
    private static final Pattern SETTING = Pattern.compile(
            ".+?, (TLSv1\\.\\d), (CLIENT|SERVER)(?:, (SOCKET|BLOCKING_CHANNEL|NON_BLOCKING_CHANNEL))?.*",
            Pattern.DOTALL);

    /** What a connection goes over, or an engine without one. */
    enum Transport {
        SOCKET("socket"),
        BLOCKING_CHANNEL("blocking channel"),
        NON_BLOCKING_CHANNEL("non-blocking channel"),
        ENGINE("engine alone"),
        FACADE("SSLSocket or SSLEngine of the façade"),
        NONE("-");

        private final String words;

        Transport(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static final Place NOWHERE = new Place("", "", Transport.NONE);

    /** @param setting the display name of a test */
    static Place of(String rule, String setting) {
        Matcher found = SETTING.matcher(setting);
        return found.matches()
                ? new Place(
                        found.group(1).replace("TLSv", ""),
                        found.group(2).toLowerCase(Locale.ROOT),
                        transport(rule, Optional.ofNullable(found.group(3))))
                : NOWHERE;
    }

    private static Transport transport(String rule, Optional<String> named) {
        return rule.startsWith("E")
                ? Transport.ENGINE
                : named.map(Transport::valueOf).orElse(Transport.FACADE);
    }

    @Override
    public int compareTo(Place other) {
        int order = version.compareTo(other.version);
        order = order == 0 ? role.compareTo(other.role) : order;
        return order == 0 ? transport.compareTo(other.transport) : order;
    }

    @Override
    public String toString() {
        return version.isEmpty() ? "-" : "TLS " + version + ", " + role + ", " + transport;
    }
}
