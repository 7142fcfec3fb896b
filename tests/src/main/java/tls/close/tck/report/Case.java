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

    Place at(String rule) {
        return Place.of(rule, setting);
    }
}
