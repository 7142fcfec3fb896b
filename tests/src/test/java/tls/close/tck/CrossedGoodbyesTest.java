// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;

/** Two event loops that say goodbye at the same time, over pipes that hold next to nothing. */
class CrossedGoodbyesTest {
    /** Less than a record. */
    private static final int ROOM = 3_000;

    private static final int MANY = 10_000;

    static Stream<Pair> pairs() {
        return PairsTest.pairs();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void rule7_9_scenario53_scenario56_scenario137_bothEndsSayGoodbyeWithAllBuffersFull(Pair pair) throws Exception {
        NarrowPipe there = new NarrowPipe(ROOM);
        NarrowPipe back = new NarrowPipe(ROOM);
        try (TlsConnection client =
                        open(pair.client(), TlsEndpoint.client("localhost", 1), back.to(there), pair.version());
                TlsConnection server = open(pair.server(), TlsEndpoint.server(), there.to(back), pair.version())) {
            shakeHands(client, server);
            fill(client);
            fill(server);
            assertTrue(there.isFull() && back.isFull(), "both pipes are full");
            Progress ours = client.bye(SHUT_RDWR);
            assertEquals(Progress.WANT_WRITE, ours);
            assertEquals(SelectionKey.OP_READ | SelectionKey.OP_WRITE, client.interestOps());
            Progress theirs = server.bye(SHUT_RDWR);
            for (int i = 0; i < MANY && (ours != Progress.DONE || theirs != Progress.DONE); i++) {
                ours = ours == Progress.DONE ? ours : client.bye(SHUT_RDWR);
                theirs = theirs == Progress.DONE ? theirs : server.bye(SHUT_RDWR);
            }
            assertEquals(Progress.DONE, ours, client::toString);
            assertEquals(Progress.DONE, theirs, server::toString);
            assertTrue(client.report().orderly() && client.report().transportReusable(), client::toString);
            assertTrue(server.report().orderly() && server.report().transportReusable(), server::toString);
            assertTrue(there.isEmpty() && back.isEmpty(), "nothing is left");
        }
    }

    private static TlsConnection open(String provider, TlsEndpoint endpoint, NarrowPipe.End end, TlsVersion version)
            throws IOException, GeneralSecurityException {
        return TlsProviders.get(provider)
                .newContext(TestPki.ec().server().keyManagers(), TestPki.ec().trustManagers())
                .open(end, endpoint.protocols(version.jdkName()));
    }

    /** And what a server has to say after it, which the client reads. */
    private static void shakeHands(TlsConnection client, TlsConnection server) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        boolean done = false;
        for (int i = 0; i < MANY && !done; i++) {
            boolean first = client.handshake() == Progress.DONE;
            boolean second = server.handshake() == Progress.DONE;
            done = first && second;
        }
        assertTrue(done, client::toString);
        server.write(ByteBuffer.allocate(1));
        for (int i = 0; i < MANY && one.hasRemaining(); i++) {
            client.read(one);
        }
        assertEquals(0, one.remaining(), client::toString);
    }

    private static void fill(TlsConnection end) throws IOException {
        for (int i = 0; i < MANY && (end.interestOps() & SelectionKey.OP_WRITE) == 0; i++) {
            end.write(ByteBuffer.allocate(1_000));
        }
    }
}
