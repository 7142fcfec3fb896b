// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/**
 * What a row is about.
 *
 * @param backend its short name
 * @param protocol the version of TLS
 * @param transport what TLS ran over
 * @param scenario what the server was to do
 */
record Subject(String backend, String protocol, String transport, String scenario) {
    private static final String NONE = "-";
    private static final String TARGET = "target";

    /** A backend that was not used, or the whole run. */
    static Subject of(String backend) {
        return new Subject(backend, NONE, NONE, NONE);
    }

    /** A real server, which has only one transport and scenario. */
    static Subject ofTarget(String backend, String protocol) {
        return new Subject(backend, protocol, "selector", TARGET);
    }

    /** In a few words; none for the whole run. */
    @Override
    public String toString() {
        if (scenario.equals(TARGET)) {
            return backend + " " + protocol;
        }
        return String.join(" ", backend, protocol, transport, scenario).replaceAll("( ?-)+$", "");
    }
}
