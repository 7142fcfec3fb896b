// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tls.close.bench.line.Line;
import tls.close.bench.line.Rival;
import tls.close.bench.line.Target;
import tls.close.bench.line.TransportKind;
import tls.close.tck.harness.Threads;

/** A rival that ends many connections at once; they are there before anything is timed. */
record CrowdContestant(String name, Rival.Role role, Rival rival, EndOfMany way, Scenario scenario, Target target)
        implements Contestant {

    /** Everyone who ends connections of these rivals' together, over blocking channels, or the backend's own sockets. */
    static List<Contestant> of(List<Rival> rivals, Scenario scenario, Target target) {
        List<Contestant> all = new ArrayList<>();
        for (Rival rival : rivals) {
            switch (rival.role()) {
                case BARE -> {
                    if (rival.transport() == TransportKind.CHANNEL) {
                        all.add(new CrowdContestant(
                                "bare, two phases", Rival.Role.BARE, rival, EndOfMany.TWO_PHASES, scenario, target));
                    }
                }
                case OURS -> {
                    if (rival.transport() == TransportKind.CHANNEL) {
                        all.add(other("byeAll", rival, EndOfMany.BYE_ALL, scenario, target));
                        all.add(other("bye in threads", rival, EndOfMany.THREAD_EACH, scenario, target));
                        if (Threads.VIRTUAL.exist()) {
                            all.add(other("bye in v. threads", rival, EndOfMany.VIRTUAL_THREAD_EACH, scenario, target));
                        }
                    }
                }
                case OWN_SOCKET -> {
                    if (rival.whyNoFullClose().isEmpty() && Threads.VIRTUAL.exist()) {
                        all.add(other("own in v. threads", rival, EndOfMany.VIRTUAL_THREAD_EACH, scenario, target));
                    }
                }
                case OURS_WITHOUT_LIMITS, OTHER, OTHER_IN_OWN_THREAD -> {}
            }
        }
        return all;
    }

    private static Contestant other(String name, Rival rival, EndOfMany way, Scenario scenario, Target target) {
        return new CrowdContestant(name, Rival.Role.OTHER, rival, way, scenario, target);
    }

    /** All are over a channel, but for the backend's own sockets, which are measured beside them. */
    @Override
    public TransportKind transport() {
        return TransportKind.CHANNEL;
    }

    @Override
    public boolean isMetered() {
        return way == EndOfMany.TWO_PHASES || way == EndOfMany.BYE_ALL;
    }

    @Override
    public void turn(int operations, Meter meter) throws IOException {
        for (int i = 0; i < operations; i++) {
            List<Line> lines = new ArrayList<>();
            try {
                while (lines.size() < scenario.number()) {
                    Line line = rival.opener().open(target);
                    lines.add(line);
                    Course.establish(line, scenario);
                }
                meter.start();
                way.end(lines);
                meter.stop();
            } finally {
                for (Line line : lines) {
                    line.close();
                }
            }
        }
    }
}
