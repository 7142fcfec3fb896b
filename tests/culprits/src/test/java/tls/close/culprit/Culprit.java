// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import java.util.List;

/**
 * Whoever breaks one rule: a backend with a fault, or, for what the API alone decides, the API itself with other words in
 * it. Immutable.
 *
 * @param rule the number of the rule
 * @param deed what it does, as the end of a sentence about it
 * @param backend the good one behind it
 * @param where what the name of a setting has in it under which it is tried, such as {@code SOCKET}
 * @param by what the name of a test, with its group, has in it that may notice it: as in {@code Plaintext#rule5_2}
 * @param manner how it shows
 * @param fault what is broken between API and backend
 * @param mutations what is changed in the code under test
 */
record Culprit(
        String rule,
        String deed,
        String backend,
        String where,
        String by,
        Manner manner,
        Fault fault,
        List<Mutation> mutations) {
    /** How it shows. */
    enum Manner {
        /** Something is not as it should be. */
        FAILS,
        /** Something never ends: the kit gives the test up. */
        HANGS
    }

    static final String SOCKET = ", SOCKET";
    static final String BLOCKING = ", BLOCKING_CHANNEL";
    static final String NON_BLOCKING = ", NON_BLOCKING_CHANNEL";

    /** Breaks nothing. */
    static final Culprit NOBODY =
            new Culprit("none", "breaks nothing", "jsse", "", "", Manner.FAILS, Fault.NONE, List.of());

    /** A backend that breaks the rule. */
    static Culprit backend(String rule, String deed, Fault fault) {
        return new Culprit(rule, deed, "jsse", "", "", Manner.FAILS, fault, List.of());
    }

    /** A backend that breaks the rule with its record layers over sockets. */
    static Culprit layer(String rule, String deed, Fault.Breaking broken) {
        return backend(rule, deed, Fault.ofLayers(broken)).on(SOCKET);
    }

    /** A backend that breaks the rule with what it makes of the peer's records over sockets. */
    static Culprit reading(String rule, String deed, Fault.Reading broken) {
        return backend(rule, deed, Fault.ofReads(broken)).on(SOCKET);
    }

    /** An API that breaks the rule. */
    static Culprit api(String rule, String deed, Mutation... mutations) {
        return new Culprit(rule, deed, "jsse", "", "", Manner.FAILS, Fault.NONE, List.of(mutations));
    }

    /** The same, with another good backend behind it. */
    Culprit behind(String name) {
        return new Culprit(rule, deed, name, where, by, manner, fault, mutations);
    }

    /** The same, tried in such settings only. */
    Culprit on(String settings) {
        return new Culprit(rule, deed, backend, settings, by, manner, fault, mutations);
    }

    /** The same, tried by such tests only: others that carry the number take long to come to nothing. */
    Culprit by(String tests) {
        return new Culprit(rule, deed, backend, where, tests, manner, fault, mutations);
    }

    /** The same, where something never ends. */
    Culprit hanging() {
        return new Culprit(rule, deed, backend, where, by, Manner.HANGS, fault, mutations);
    }

    @Override
    public String toString() {
        return rule + ": who " + deed;
    }
}
