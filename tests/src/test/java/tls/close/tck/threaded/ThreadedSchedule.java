// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import java.io.IOException;
import java.nio.channels.Selector;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import tls.close.CloseRequest;
import tls.close.ConnectionEnd;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.tck.harness.Role;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/**
 * The two ends of a connection over TCP, each with several threads, as a {@link Plan} says.
 *
 * <p>A seed gives the same plan: the same ends, steps and offsets. How the threads interleave is the machine's business,
 * so that a schedule that has failed once may have to be played many times before it fails again.
 */
final class ThreadedSchedule {
    /** Where the server's data begins in the sequence. */
    private static final long SERVER = 1 << 30;

    private static final Map<String, TlsContext> CONTEXTS = new ConcurrentHashMap<>();
    private static final Set<Meeting> MET = ConcurrentHashMap.newKeySet();

    private final Plan plan;
    private final PlannedTransport.Both wire;
    private final PlannedEnd client;
    private final PlannedEnd server;

    /** Those who have had a session together. */
    private record Meeting(String client, String server, TlsVersion version) {}

    private ThreadedSchedule(Plan plan, PlannedTransport.Both wire) throws IOException {
        this.plan = plan;
        this.wire = wire;
        client = end(plan, Role.CLIENT, wire, 0);
        server = end(plan, Role.SERVER, wire, SERVER);
    }

    static void play(Plan plan) throws Exception {
        if (plan.resumes()
                && MET.add(new Meeting(plan.client().provider(), plan.server().provider(), plan.version()))) {
            meet(plan); // A schedule that is played alone resumes a session as well.
        }
        try (PlannedTransport.Both wire = PlannedTransport.connect(plan)) {
            ThreadedSchedule schedule = new ThreadedSchedule(plan, wire);
            try {
                schedule.play();
            } catch (Exception | AssertionError e) {
                throw new AssertionError(e + "; " + schedule, e);
            } finally {
                schedule.letGo();
            }
        }
    }

    /** A connection without threads, for the session. */
    private static void meet(Plan plan) throws Exception {
        try (PlannedTransport.Both wire = PlannedTransport.connect(plan);
                TlsConnection client = open(plan, Role.CLIENT, wire, end -> {});
                TlsConnection server = open(plan, Role.SERVER, wire, end -> {})) {
            BackgroundCall<?> other = BackgroundCall.run(() -> {
                handshake(server, wire.server());
                end(server, wire.server());
            });
            handshake(client, wire.client());
            end(client, wire.client());
            other.result();
        }
    }

    private static PlannedEnd end(Plan plan, Role role, PlannedTransport.Both wire, long start) throws IOException {
        List<ConnectionEnd> told = new CopyOnWriteArrayList<>();
        return new PlannedEnd(
                plan,
                role == Role.CLIENT ? plan.client() : plan.server(),
                open(plan, role, wire, told::add),
                role == Role.CLIENT ? wire.client() : wire.server(),
                start,
                told);
    }

    private static TlsConnection open(
            Plan plan, Role role, PlannedTransport.Both wire, Consumer<ConnectionEnd> listener) throws IOException {
        EndPlan own = role == Role.CLIENT ? plan.client() : plan.server();
        PlannedTransport transport = role == Role.CLIENT ? wire.client() : wire.server();
        TlsEndpoint endpoint =
                role == Role.CLIENT ? TlsEndpoint.client("localhost", plan.port()) : TlsEndpoint.server();
        return transport.open(
                CONTEXTS.computeIfAbsent(own.provider(), ThreadedSchedule::context)
                        .withListener(listener),
                endpoint.protocols(plan.version().jdkName()));
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

    private void play() throws Exception {
        if (plan.handshake() == Plan.Handshake.BEFORE) {
            BackgroundCall<?> other = BackgroundCall.run(() -> handshake(server.connection(), wire.server()));
            handshake(client.connection(), wire.client());
            other.result();
        }
        CyclicBarrier all = new CyclicBarrier(
                plan.client().threads().size() + plan.server().threads().size());
        List<BackgroundCall<?>> running = new ArrayList<>(client.start(server, all));
        running.addAll(server.start(client, all));
        for (BackgroundCall<?> each : running) {
            each.result();
        }
        client.judge(server);
        server.judge(client);
    }

    private void letGo() {
        client.connection().close();
        server.connection().close();
    }

    private static void handshake(TlsConnection connection, PlannedTransport transport) throws IOException {
        until(connection, transport, connection::handshake);
    }

    private static void end(TlsConnection connection, PlannedTransport transport) throws IOException {
        until(connection, transport, () -> connection.bye(CloseRequest.SHUT_RDWR));
    }

    private interface Call {
        Progress advance() throws IOException;
    }

    private static void until(TlsConnection connection, PlannedTransport transport, Call call) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "not done: " + connection);
        for (Progress now = call.advance(); now != Progress.DONE; now = call.advance()) {
            try (Selector selector = Selector.open()) {
                transport.socket().getChannel().register(selector, connection.interestOps());
                selector.select(deadline.remaining().toMillis() + 1);
            }
        }
    }

    @Override
    public String toString() {
        return "client: " + client + "; server: " + server + "; " + plan;
    }
}
