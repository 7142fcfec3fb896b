// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.TlsConnection;
import tls.close.TlsProviders;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** The program of a JVM with a small heap: a client of peers that send records without data, as many as one likes. */
public final class Floods {
    private static final int BATCH = 100;

    /** What other connections have to wait for at most. */
    private static final int BOUND = 512;

    /** What each of the other connections of an event loop has done before the flood ends. */
    private static final int EXCHANGES = 8;

    private static final int OTHERS = 2;

    /** What may come and go in a heap besides. */
    private static final long NOISE = 4 << 20;

    private final Setting setting;
    private final Flood flood;
    private final int count;

    private Floods(Setting setting, Flood flood, int count) {
        this.setting = setting;
        this.flood = flood;
        this.count = count;
    }

    /**
     * Meets each flood over each transport.
     *
     * @param args the provider's name, how many records
     */
    public static void main(String[] args) {
        for (TlsVersion version : TlsVersion.values()) {
            for (NearEnd nearEnd : NearEnd.values()) {
                Setting setting = new Setting(TlsProviders.get(args[0]), version, Role.CLIENT, nearEnd);
                for (Flood flood : Flood.of(setting)) {
                    meet(new Floods(setting, flood, Integer.parseInt(args[1])));
                }
            }
        }
    }

    private static void meet(Floods floods) {
        try {
            floods.meet();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(floods.setting + ", " + floods.flood, e);
        }
    }

    private void meet() throws Exception {
        try (Session session = setting.connect()) {
            long before = usedHeap();
            if (setting.nearEnd() == NearEnd.NON_BLOCKING_CHANNEL) {
                new Loop(session).run();
            } else {
                blockDuring(session);
            }
            long grown = usedHeap() - before;
            assertTrue(grown < NOISE, () -> "the heap has grown by " + grown + " bytes");
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** A reader that blocks reads on until there is data. */
    private void blockDuring(Session session) throws Exception {
        BackgroundCall<byte[]> reader = session.start(() -> session.subject().readExactly(6));
        for (int sent = 0; sent < count && !reader.isDone(); sent += BATCH) {
            send(session);
        }
        if (!reader.isDone()) {
            session.peer().send(data("behind"));
        }
        try {
            assertEquals(6, reader.result().length);
            assertEquals(count, session.subject().report().controlRecords(), session::toString);
        } catch (SSLException e) {
            assertRefused(session, e);
        }
    }

    /** And throws away what comes back: the peer would remember it. */
    private void send(Session session) throws IOException {
        byte[] unused = session.far().receive();
        try {
            session.far().send(flood.records(session.heard(), BATCH));
        } catch (IOException e) {
            assertTrue(!session.subject().connection().isInputOpen(), e::toString);
        }
    }

    private void assertRefused(Session session, SSLException refusal) {
        assertTrue(
                setting.lacks(Ability.ABSORB_MANY_TICKETS)
                        || session.subject().report().controlRecords() <= BOUND,
                () -> refusal + ": " + session);
    }

    /** An event loop with other connections, whose peers it plays in the same thread. */
    private final class Loop {
        private final Session flooded;
        private final List<Session> others = new ArrayList<>();
        private final int[] exchanges = new int[OTHERS];
        private volatile boolean isFlooding = true;

        Loop(Session flooded) {
            this.flooded = flooded;
        }

        void run() throws Exception {
            BackgroundCall<?> sender = BackgroundCall.run(this::flood);
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < OTHERS; i++) {
                    others.add(setting.connect());
                    others.get(i).wire().channel().register(selector, SelectionKey.OP_READ, others.get(i));
                    others.get(i).peer().send(data("ask"));
                }
                flooded.wire().channel().register(selector, SelectionKey.OP_READ, flooded);
                serve(selector);
            } finally {
                isFlooding = false;
                for (Session each : others) {
                    each.close();
                }
            }
            sender.result();
        }

        private void flood() throws IOException {
            while (isFlooding && flooded.subject().connection().isInputOpen()) {
                send(flooded);
            }
        }

        private void serve(Selector selector) throws IOException {
            long met = 0;
            while (!isEnough(met)) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.attachment() == flooded) {
                        met = readFlood(key, met);
                    } else {
                        answer(others.indexOf(key.attachment()));
                    }
                }
                selector.selectedKeys().clear();
            }
        }

        private boolean isEnough(long met) {
            boolean enough = met >= count || !flooded.subject().connection().isInputOpen();
            for (int each : exchanges) {
                enough &= each >= EXCHANGES;
            }
            return enough;
        }

        private long readFlood(SelectionKey key, long before) throws IOException {
            TlsConnection connection = flooded.subject().connection();
            try {
                assertEquals(0, connection.read(ByteBuffer.allocate(1)));
                key.interestOps(connection.interestOps());
            } catch (SSLException e) {
                assertRefused(flooded, e);
                key.cancel();
            }
            long now = connection.report().controlRecords();
            assertTrue(now - before <= BOUND, "records in one call: " + (now - before));
            return now;
        }

        private void answer(int other) throws IOException {
            Session session = others.get(other);
            ByteBuffer question = ByteBuffer.allocate(3);
            if (session.subject().connection().read(question) > 0) {
                session.subject().write("answer");
                session.peer().expectData("answer");
                session.peer().send(data("ask"));
                exchanges[other]++;
            }
        }
    }
}
