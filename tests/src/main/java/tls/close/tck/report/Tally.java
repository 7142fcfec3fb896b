// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import tls.close.tck.report.Case.Outcome;

/** How many cases came to what. */
record Tally(int passed, int failed, int skipped) {
    static final Tally NONE = new Tally(0, 0, 0);

    Tally with(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> new Tally(passed + 1, failed, skipped);
            case FAILED -> new Tally(passed, failed + 1, skipped);
            case SKIPPED -> new Tally(passed, failed, skipped + 1);
        };
    }

    Tally plus(Tally other) {
        return new Tally(passed + other.passed, failed + other.failed, skipped + other.skipped);
    }

    /** In one letter. */
    char sign() {
        if (failed > 0) {
            return 'F';
        }
        if (passed > 0) {
            return skipped > 0 ? ',' : '.';
        }
        return skipped > 0 ? 's' : ' ';
    }
}
