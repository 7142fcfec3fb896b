// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tls.close.bench.line.Backend;
import tls.close.bench.line.Line;
import tls.close.bench.line.Rival;
import tls.close.bench.line.Rival.Role;
import tls.close.bench.line.Rivals;
import tls.close.bench.line.Target;
import tls.close.bench.line.TransportKind;
import tls.close.bench.report.Held;
import tls.close.tck.harness.Histogram;

/** What a connection holds on the heap while it has nothing to do: ours, and the engine or socket of the backend's alone. */
final class Idle {
    /** What the pom's property {@code bench.scenario} calls it. */
    static final String LABEL = "idle";

    private static final String OWN = Idle.class.getPackageName() + ".";

    private static final int MANY = 60;

    /** Not more sessions than are made before anything is counted, so that those that follow add none. */
    private static final int MOST_SESSIONS = 32;

    private static final int WARMUP = MOST_SESSIONS + 8;

    /** All that were counted: what is forgotten and has a finalizer would go while others are. */
    private static final List<Line> COUNTED = new ArrayList<>();

    private final Backend backend;
    private final Rivals rivals;
    private final Target target;

    Idle(Backend backend, Rivals rivals, Target target) {
        this.backend = backend;
        this.rivals = rivals;
        this.target = target;
    }

    List<Held> run() throws IOException, ReflectiveOperationException {
        int others = COUNTED.size();
        try {
            return count();
        } finally {
            for (Line line : COUNTED.subList(others, COUNTED.size())) {
                line.close();
            }
        }
    }

    private List<Held> count() throws IOException, ReflectiveOperationException {
        rivals.keepSessions(MOST_SESSIONS);
        List<Held> all = new ArrayList<>();
        for (TransportKind transport : TransportKind.values()) {
            Histogram ours = held(rival(Role.OURS, transport));
            boolean isOverSocket = transport == TransportKind.SOCKET;
            boolean isOnEngine = !(isOverSocket && backend == Backend.JSSE);
            all.add(new Held(
                    backend.label(),
                    transport.label(),
                    isOnEngine ? Optional.of(above(held(rivals.ownEngine(transport)), ours)) : Optional.empty(),
                    isOnEngine ? Optional.of(above(held(rival(Role.BARE, transport)), ours)) : Optional.empty(),
                    isOverSocket
                            ? Optional.of(above(held(rival(Role.OWN_SOCKET, transport)), ours))
                            : Optional.empty()));
        }
        return all;
    }

    private Rival rival(Role role, TransportKind transport) {
        return rivals.all().stream()
                .filter(rival -> rival.role() == role && rival.transport() == transport)
                .findFirst()
                .orElseThrow();
    }

    private static long above(Histogram others, Histogram ours) {
        return ours.minus(others).each(MANY).bytes();
    }

    /** By as many as are counted, without what drives them. */
    private Histogram held(Rival rival) throws IOException, ReflectiveOperationException {
        establish(rival, WARMUP);
        Histogram before = Histogram.settled();
        establish(rival, MANY);
        return Histogram.settled().minus(before).without(OWN);
    }

    private void establish(Rival rival, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Line line = rival.opener().open(target);
            COUNTED.add(line);
            Course.establish(line, Scenario.FULL_CLOSE);
        }
    }
}
