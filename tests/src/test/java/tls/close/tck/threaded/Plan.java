// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tls.close.CloseLimits;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Threads;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.threaded.EndPlan.Leave;
import tls.close.tck.wire.NearEnd;

/**
 * One schedule: who meets whom over what, and what each of their threads does and when. The same for the same seed.
 *
 * @param handshake when there is one
 * @param port sessions are resumed by the host and the port
 */
record Plan(TlsVersion version, Handshake handshake, int port, Room room, EndPlan client, EndPlan server) {
    /** Below it everyone has a session to resume: it is not the handshake that is tested. */
    private static final int FIRST_NEW_PORT = 1 << 15;

    private static final int MOST_TURN_BITS = 13;
    private static final int MOST_WRITES = 4;
    private static final int MOST_READS = 4;
    private static final int MOST_INTERRUPTS = 3;

    /** Of a few pieces, which have room in the narrowest transport: whoever writes them is never stuck. */
    private static final int SMALL_BITS = 7;

    private static final int LARGE_BITS = 15;

    /** When the handshake is done. */
    enum Handshake {
        BEFORE,
        /** By whoever comes first, and in the middle of it the others come. */
        MEANWHILE
    }

    /**
     * What the transport holds. In one direction at most more is written than has room: where both ends are stuck in a
     * write that blocks, only their deadlines would end that.
     */
    enum Room {
        ENOUGH,
        NARROW_FOR_CLIENT,
        NARROW_FOR_SERVER;

        private boolean overflowsFor(Role writer) {
            return this == (writer == Role.CLIENT ? NARROW_FOR_CLIENT : NARROW_FOR_SERVER);
        }
    }

    static Plan of(String client, String server, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TlsVersion version = any(random, TlsVersion.values());
        Handshake handshake = random.nextInt(8) == 0 ? Handshake.MEANWHILE : Handshake.BEFORE;
        int port =
                random.nextInt(16) == 0 ? FIRST_NEW_PORT + random.nextInt(FIRST_NEW_PORT) : usualPort(server, version);
        Room room = random.nextInt(3) == 0 ? any(random, Room.values()) : Room.ENOUGH;
        return new Plan(
                version,
                handshake,
                port,
                room,
                end(random, client, room.overflowsFor(Role.CLIENT)),
                end(random, server, room.overflowsFor(Role.SERVER)));
    }

    /** A client that comes to another server with a session, or in another version, has come in vain. */
    private static int usualPort(String server, TlsVersion version) {
        return 1 + Math.floorMod((server + version.jdkName()).hashCode(), FIRST_NEW_PORT - 1);
    }

    boolean resumes() {
        return port < FIRST_NEW_PORT;
    }

    private static EndPlan end(SplittableRandom random, String provider, boolean overflows) {
        List<List<Step>> threads = new ArrayList<>();
        threads.add(goodbyes(random));
        if (random.nextInt(8) > 0) {
            threads.add(reader(random));
        }
        if (threads.size() == 1 || overflows || random.nextInt(8) > 0) {
            threads.add(writer(random, overflows ? LARGE_BITS : SMALL_BITS));
        }
        switch (random.nextInt(12)) {
            case 0, 1 -> threads.add(goodbyes(random));
            case 2, 3, 4 -> threads.add(interrupts(random, threads.size()));
            case 5 ->
                threads.add(List.of(
                        step(random, any(random, Act.CUT, Act.CLOSE_TRANSPORT, Act.RESET), 0, CloseLimits.DEFAULT)));
            default -> {}
        }
        Threads kind = any(random, Threads.values());
        return new EndPlan(
                provider,
                any(random, NearEnd.values()),
                threads.stream().map(steps -> new ThreadPlan(kind, steps)).toList(),
                random.nextInt(3) == 0 ? Leave.AT_ONCE : Leave.POLITELY);
    }

    private static List<Step> goodbyes(SplittableRandom random) {
        List<Step> steps = new ArrayList<>();
        do {
            steps.add(goodbye(random));
        } while (random.nextInt(3) == 0);
        return List.copyOf(steps);
    }

    private static Step goodbye(SplittableRandom random) {
        Act act = any(random, Act.SHUT_WR, Act.SHUT_WR, Act.SHUT_RDWR, Act.SHUT_RDWR, Act.CLOSE);
        CloseLimits limits = random.nextInt(12) == 0
                ? CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(random.nextInt(3)))
                : CloseLimits.DEFAULT;
        return step(random, act, 0, limits);
    }

    /** And like many a reader it may say goodbye when it has read what there is. */
    private static List<Step> reader(SplittableRandom random) {
        List<Step> steps = new ArrayList<>();
        for (int i = random.nextInt(MOST_READS); i > 0; i--) {
            steps.add(step(random, Act.READ, 1 + random.nextInt(1 << random.nextInt(LARGE_BITS)), CloseLimits.DEFAULT));
        }
        if (random.nextInt(4) == 0) {
            steps.add(step(random, Act.STALL, 0, CloseLimits.DEFAULT));
        }
        if (random.nextInt(4) > 0) {
            int size = 1 + random.nextInt(1 << (SMALL_BITS + random.nextInt(LARGE_BITS - SMALL_BITS)));
            steps.add(step(random, Act.READ_TO_END, size, CloseLimits.DEFAULT));
        }
        if (random.nextInt(3) == 0) {
            steps.add(goodbye(random));
        }
        return List.copyOf(steps);
    }

    private static List<Step> writer(SplittableRandom random, int bits) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1 + random.nextInt(MOST_WRITES); i > 0; i--) {
            steps.add(step(random, Act.WRITE, 1 + random.nextInt(1 << random.nextInt(bits + 1)), CloseLimits.DEFAULT));
        }
        if (random.nextInt(3) == 0) {
            steps.add(goodbye(random));
        }
        return List.copyOf(steps);
    }

    /** The first thread is the one that says goodbye. */
    private static List<Step> interrupts(SplittableRandom random, int threads) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1 + random.nextInt(MOST_INTERRUPTS); i > 0; i--) {
            int target = random.nextBoolean() ? 0 : random.nextInt(threads);
            steps.add(step(random, Act.INTERRUPT, target, CloseLimits.DEFAULT));
        }
        return List.copyOf(steps);
    }

    private static Step step(SplittableRandom random, Act act, int number, CloseLimits limits) {
        return new Step(act, random.nextInt(1 << random.nextInt(MOST_TURN_BITS + 1)), number, limits);
    }

    @SafeVarargs
    private static <T> T any(SplittableRandom random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
