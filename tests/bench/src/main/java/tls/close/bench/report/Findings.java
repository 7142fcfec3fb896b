// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.report;

import java.util.List;

/**
 * Everything that a run has to say.
 *
 * @param conditions where and how it ran
 * @param rows what was measured
 * @param idle what connections hold that have nothing to do
 * @param leftOut who could not take part, and why
 */
public record Findings(List<String> conditions, List<Row> rows, List<Held> idle, List<LeftOut> leftOut) {

    /**
     * Who could not take part.
     *
     * @param scenario in what
     * @param backend over which implementation
     * @param transport over which transport
     * @param rival who
     * @param reason why not
     */
    public record LeftOut(String scenario, String backend, String transport, String rival, String reason) {}
}
