// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tls.close.CloseReport;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.FarEnd;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/**
 * The inputs of {@link HostilePeerFuzz} over TCP, with a thread for either end: a run differs from the next in who comes
 * first, and is as slow as the system is.
 */
public final class SocketFuzz {
    /** In which a near end that has something to say has said it, mostly. */
    private static final Duration MOMENT = Duration.ofMillis(20);

    private static final long PATIENCE_MILLIS = 20_000;

    private static final String BACKEND = System.getProperty("tls.close.fuzz.backend", "jsse");

    private SocketFuzz() {}

    /**
     * Plays an input on the backend that the system property {@code tls.close.fuzz.backend} names.
     *
     * @param input anything
     * @throws Exception what the connection under test must not throw
     */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        CloseReport unused = play(BACKEND, input);
    }

    /** Returns what the connection says of its end. */
    static CloseReport play(String backend, byte... input) throws Exception {
        Script script = new Script(input);
        Plan plan = Plan.of(script);
        NearEnd nearEnd = nearEnd(plan.transport());
        try (LoopbackWire wire = LoopbackWire.open(nearEnd)) {
            TlsContext context = Backend.context(backend);
            TlsConnection connection = nearEnd == NearEnd.SOCKET
                    ? context.open(wire.socket(), Backend.endpoint(plan))
                    : context.open(wire.channel(), Backend.endpoint(plan));
            TcpOutlet outlet = new TcpOutlet(wire.far());
            HostilePeer peer = new HostilePeer(Backend.peerOf(plan), plan.version(), script, outlet);
            peer.meet(connection);
            Owner owner = new Owner(
                    connection, nearEnd != NearEnd.NON_BLOCKING_CHANNEL, near -> select(wire.channel(), near));
            BackgroundCall<?> calls = BackgroundCall.run(() -> {
                plan.calls().forEach(owner::make);
                assertTrue(isOpen(wire, nearEnd), "the transport is its owner's, and was closed");
                takeTheRest(wire, nearEnd);
            });
            while (!calls.isDone() && !outlet.isReset) {
                if (peer.wantsToHear()) {
                    wire.far().awaitInput(MOMENT);
                }
                peer.turn(heard(wire.far()));
            }
            calls.result();
            peer.hear(heard(wire.far()));
            Judge.judge(connection.report(), owner, peer);
            return connection.report();
        }
    }

    private static NearEnd nearEnd(Transport transport) {
        return switch (transport) {
            case SOCKET, CUSTOM_BLOCKING -> NearEnd.SOCKET;
            case BLOCKING_CHANNEL -> NearEnd.BLOCKING_CHANNEL;
            case NON_BLOCKING_CHANNEL, CUSTOM_NON_BLOCKING -> NearEnd.NON_BLOCKING_CHANNEL;
        };
    }

    private static boolean isOpen(LoopbackWire wire, NearEnd nearEnd) {
        return switch (nearEnd) {
            case SOCKET -> !wire.socket().isClosed();
            case BLOCKING_CHANNEL, NON_BLOCKING_CHANNEL -> wire.channel().isOpen();
        };
    }

    /** To the peer's end: it must not wait for somebody who wants nothing any more. */
    private static void takeTheRest(LoopbackWire wire, NearEnd nearEnd) {
        try (OutputStream nowhere = OutputStream.nullOutputStream()) {
            switch (nearEnd) {
                case SOCKET -> wire.socket().getInputStream().transferTo(nowhere);
                case BLOCKING_CHANNEL, NON_BLOCKING_CHANNEL -> {
                    wire.channel().configureBlocking(true);
                    Channels.newInputStream(wire.channel()).transferTo(nowhere);
                }
            }
        } catch (IOException e) {
            // It has ended in a reset.
        }
    }

    private static void select(SocketChannel channel, TlsConnection near) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, near.interestOps());
            if (selector.select(PATIENCE_MILLIS) == 0) {
                throw new AssertionError("nothing will come any more: " + near);
            }
        }
    }

    private static byte[] heard(FarEnd far) {
        try {
            return far.receive();
        } catch (IOException e) {
            return new byte[0]; // The near end has let go of what it had not read.
        }
    }

    /** What the near end does not want to have any more is lost. */
    private static final class TcpOutlet implements Outlet {
        private interface Action {
            void run() throws IOException;
        }

        private final FarEnd far;
        private boolean isReset;

        TcpOutlet(FarEnd far) {
            this.far = far;
        }

        @Override
        public void deliver(byte... bytes) {
            unlessGone(() -> far.send(bytes));
        }

        @Override
        public void end() {
            unlessGone(far::finish);
        }

        @Override
        public void reset() {
            isReset = true;
            unlessGone(far::reset);
        }

        private static void unlessGone(Action action) {
            try {
                action.run();
            } catch (IOException e) {
                // It is.
            }
        }
    }
}
