// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import tls.close.CloseReport;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.tck.wire.MemorySocket;
import tls.close.tck.wire.ModeChannel;

/**
 * A hostile peer in memory, in one thread. The beginning of an input says what is under test and what its owner does, the
 * rest is what the peer does:
 *
 * <pre>
 * version, role, transport, bytes at once | number of calls, calls … | moves of {@link HostilePeer} …
 * </pre>
 *
 * <p>Jazzer calls {@link #fuzzerTestOneInput} with what it thinks of, {@link CorpusTest} {@link #play} with what it has
 * found.
 */
public final class HostilePeerFuzz {
    /**
     * What a connection may take from the heap, handshake and all, for each byte that arrives, and for each record: a key
     * update has the JDK make a cipher of 40 KB anew.
     */
    private static final long MOST_HEAP = 8 << 20;

    private static final long MOST_HEAP_PER_BYTE = 64;
    private static final long MOST_HEAP_PER_RECORD = 1 << 16;

    private static final File DESCRIPTORS = new File("/proc/self/fd");

    private static final String BACKEND = System.getProperty("tls.close.fuzz.backend", "jsse");

    /** What the JVM may open meanwhile by itself: an engine of Conscrypt's that is left has two descriptors. */
    private static final int OTHERS = 1;

    /** How it came out, and what it has cost. */
    private record Run(CloseReport report, long heap, long delivered, int records, int files) {
        boolean isDear() {
            long most = MOST_HEAP + MOST_HEAP_PER_BYTE * delivered + MOST_HEAP_PER_RECORD * records;
            return heap > most || files > OTHERS;
        }
    }

    private HostilePeerFuzz() {}

    /**
     * Plays an input on the backend that the system property {@code tls.close.fuzz.backend} names.
     *
     * @param input anything
     */
    public static void fuzzerTestOneInput(byte[] input) {
        CloseReport unused = play(BACKEND, input);
    }

    /** Returns what the connection says of its end. */
    static CloseReport play(String backend, byte... input) {
        Run run = run(backend, input);
        if (run.isDear()) {
            run = run(backend, input); // What is loaded, made or opened once for all is no cost of the peer's.
            assertFalse(run.isDear(), run::toString);
        }
        return run.report();
    }

    private static Run run(String backend, byte... input) {
        Script script = new Script(input);
        Plan plan = Plan.of(script);
        int filesBefore = openFiles();
        Meter meter = new Meter();
        HostileWire wire = new HostileWire(
                plan.transport().isBlocking(),
                plan.most(),
                meter,
                outlet -> new HostilePeer(Backend.peerOf(plan), plan.version(), script, outlet));
        TlsConnection connection = open(Backend.context(backend), plan.transport(), wire, Backend.endpoint(plan));
        HostilePeer peer = wire.peer();
        peer.meet(connection);
        Owner owner = new Owner(
                connection,
                plan.transport().isBlocking(),
                near -> meter.without(() -> assertTrue(wire.turn(), () -> "nothing will come any more: " + near)));
        meter.start();
        for (Call call : plan.calls()) {
            wire.beginCall();
            owner.make(call);
        }
        meter.stop();

        wire.hearTheRest();
        CloseReport report = connection.report();
        assertTrue(wire.isOpen(), () -> "the transport is its owner's, and was closed: " + report);
        assertTrue(
                !report.orderly() || peer.truth().isGoodbye(wire.consumed()),
                () -> "no authentic close_notify ends after " + wire.consumed() + " bytes: " + report);
        assertTrue(
                report.orderly() || peer.isHostile() || !peer.truth().hasGoodbyeWithin(wire.consumed()),
                () -> "it meant well: " + report);
        Judge.judge(report, owner, peer);
        Truth truth = peer.truth();
        return new Run(report, meter.bytes(), truth.delivered(), truth.records(), openFiles() - filesBefore);
    }

    /** Where the system shows them. */
    private static int openFiles() {
        String[] names = DESCRIPTORS.list();
        return names == null ? 0 : names.length;
    }

    private static TlsConnection open(TlsContext context, Transport transport, HostileWire wire, TlsEndpoint endpoint) {
        try {
            return switch (transport) {
                case SOCKET -> context.open(new MemorySocket(wire), endpoint);
                case BLOCKING_CHANNEL -> context.open(new ModeChannel(wire), endpoint);
                case NON_BLOCKING_CHANNEL -> {
                    ModeChannel channel = new ModeChannel(wire);
                    channel.configureBlocking(false);
                    yield context.open(channel, endpoint);
                }
                case CUSTOM_BLOCKING, CUSTOM_NON_BLOCKING -> context.open(wire, endpoint);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
