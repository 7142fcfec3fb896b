// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.IOException;
import tls.close.bench.line.Rival;
import tls.close.bench.line.Target;
import tls.close.bench.line.TransportKind;

/** A rival in this JVM. */
record RivalContestant(Rival rival, Scenario scenario, Target target) implements Contestant {

    @Override
    public String name() {
        return rival.name();
    }

    @Override
    public TransportKind transport() {
        return rival.transport();
    }

    @Override
    public Rival.Role role() {
        return rival.role();
    }

    @Override
    public boolean isMetered() {
        return rival.role() != Rival.Role.OTHER_IN_OWN_THREAD;
    }

    @Override
    public void turn(int operations, Meter meter) throws IOException {
        scenario.course().turn(rival, target, scenario, operations, meter);
    }
}
