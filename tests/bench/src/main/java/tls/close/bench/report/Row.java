// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.report;

import java.util.Optional;
import tls.close.bench.Quartiles;

/**
 * What one rival took in one scenario, measured by others in the same run.
 *
 * @param scenario what was done
 * @param backend over which implementation
 * @param transport over which transport
 * @param rival by whom
 * @param micros the median time, of no meaning outside of this run
 * @param toBare time as a ratio to the bare loop over the same transport, round by round
 * @param toOwnSocket time as a ratio to the backend's own socket, where that took part
 * @param cpuToOwnSocket the calling thread's processor time as a ratio to that with the backend's own socket
 * @param allocatedAboveBare bytes that the calling thread allocated more than with the bare loop
 */
public record Row(
        String scenario,
        String backend,
        String transport,
        String rival,
        double micros,
        Quartiles toBare,
        Optional<Quartiles> toOwnSocket,
        Optional<Quartiles> cpuToOwnSocket,
        Optional<Double> allocatedAboveBare) {}
