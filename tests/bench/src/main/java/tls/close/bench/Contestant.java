// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.IOException;
import tls.close.bench.line.Rival.Role;
import tls.close.bench.line.TransportKind;

/** Who takes turns with the others in a {@link Contest}. */
interface Contestant {
    String name();

    TransportKind transport();

    Role role();

    /** Whether the {@link Meter} sees what its thread allocates and computes. */
    boolean isMetered();

    /** So many operations, each of them measured. */
    void turn(int operations, Meter meter) throws IOException;
}
