// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import java.util.List;

/**
 * One test under one setting.
 *
 * @param group the name of its group
 * @param test the name of its method
 * @param setting its name as JUnit shows it
 * @param outcome how it ended
 * @param words what it threw, or why it was skipped
 */
record Case(String group, String test, String setting, Outcome outcome, String words) {
    /** How a test ends. */
    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    List<String> rules() {
        return Rules.citedBy(test);
    }

    /** Empty if it is of none. */
    String firstRule() {
        return rules().stream().findFirst().orElse("");
    }

    /** Where to find it. */
    String source() {
        return group.isEmpty() ? test : group + "." + test;
    }

    /** Rules of engines are tried without a transport, whatever the setting says. */
    String shownSetting() {
        return firstRule().startsWith("E") ? setting.replace(", NON_BLOCKING_CHANNEL", ", engine alone") : setting;
    }

    Place at(String rule) {
        return Place.of(rule, setting);
    }
}
