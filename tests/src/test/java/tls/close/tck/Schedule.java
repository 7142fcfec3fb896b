// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.tck.ScheduledEnd.Ending;
import tls.close.tck.ScheduledEnd.Plan;
import tls.close.tck.pki.TestPki;

/** The two ends of a connection in one thread, over narrow pipes, in an order that chance decides. */
final class Schedule {
    /** Enough for the change_cipher_spec of TLS 1.3, which a client sends while the server's messages are on their way. */
    private static final int LEAST_ROOM = 6;

    private static final int MOST_ROOM_BITS = 16;
    private static final int MOST_CALLS = 24;
    private static final int MOST_DATA = 1 << 16;

    /** Calls in a row by which nothing moves; each end has its turn among them. */
    private static final int MOST_IDLE = 200;

    /** Where the server's data begins in the sequence. */
    private static final long SERVER = 1 << 30;

    private static final Map<String, TlsContext> CONTEXTS = new ConcurrentHashMap<>();
    private static final AtomicInteger PORTS = new AtomicInteger(1);

    private final Random random;
    private final boolean full;
    private final NarrowPipe there;
    private final NarrowPipe back;
    private final ScheduledEnd client;
    private final ScheduledEnd server;

    private Schedule(Pair pair, Random random) throws IOException {
        this.random = random;
        this.full = random.nextInt(4) == 0;
        int roomThere = room();
        int roomBack = room();
        there = new NarrowPipe(roomThere);
        back = new NarrowPipe(roomBack);
        MeteredEnd clientWire = new MeteredEnd(back.to(there), pair.version());
        MeteredEnd serverWire = new MeteredEnd(there.to(back), pair.version());
        // Most connections have the port in common, and so a session to resume: it is not the handshake that is tested.
        int port = random.nextInt(8) == 0 ? PORTS.updateAndGet(last -> last % 0xFFFF + 1) : 1;
        client = new ScheduledEnd(
                open(pair.client(), clientWire, TlsEndpoint.client("localhost", port), pair),
                clientWire,
                random,
                plan(roomThere, 0, SERVER));
        server = new ScheduledEnd(
                open(pair.server(), serverWire, TlsEndpoint.server(), pair),
                serverWire,
                random,
                plan(roomBack, SERVER, 0));
    }

    /** Plays one; the same one for the same random numbers, but for the lengths that the backends' signatures have. */
    static void play(Pair pair, Random random) throws IOException {
        Schedule schedule = new Schedule(pair, random);
        try {
            schedule.play();
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(e + "; " + schedule, e);
        }
    }

    private int room() {
        return LEAST_ROOM + random.nextInt(1 << (1 + random.nextInt(MOST_ROOM_BITS)));
    }

    private Plan plan(int room, long start, long peerStart) {
        Ending ending = switch (random.nextInt(16)) {
            case 0 -> Ending.CANCEL;
            case 1 -> Ending.CLOSE;
            case 2, 3, 4 -> Ending.SHUT_WR;
            case 5, 6, 7 -> Ending.SHUT_WR_THEN_RDWR;
            default -> Ending.SHUT_RDWR;
        };
        long budget = full ? Long.MAX_VALUE : Math.min(MOST_DATA, 256L * room);
        return new Plan(ending, full ? Integer.MAX_VALUE : random.nextInt(MOST_CALLS), budget, full, start, peerStart);
    }

    private static TlsConnection open(String provider, MeteredEnd wire, TlsEndpoint endpoint, Pair pair)
            throws IOException {
        return CONTEXTS.computeIfAbsent(provider, Schedule::context)
                .open(wire, endpoint.protocols(pair.version().jdkName()));
    }

    private static TlsContext context(String provider) {
        try {
            return TlsProviders.get(provider)
                    .newContext(
                            TestPki.ec().server().keyManagers(), TestPki.ec().trustManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void play() throws IOException {
        int idle = 0;
        while (!client.isOver() || !server.isOver()) {
            ScheduledEnd next = server.isOver() || (!client.isOver() && random.nextBoolean()) ? client : server;
            ScheduledEnd other = next == client ? server : client;
            idle = next.step(other) ? 0 : idle + 1;
            if (idle == MOST_IDLE) {
                assertTrue(client.giveUp() || server.giveUp(), "nothing moves any more");
                idle = 0;
            }
            if (full && client.isStuffed() && server.isStuffed()) {
                client.endNow();
                server.endNow();
            }
        }
        client.judge(server);
        server.judge(client);
    }

    @Override
    public String toString() {
        return "client: " + client + "; server: " + server;
    }
}
