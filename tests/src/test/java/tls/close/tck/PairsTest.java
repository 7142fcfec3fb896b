// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.harness.Role;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/** Every installed backend against every other, and itself: what one of them says has to be what the other hears. */
class PairsTest {
    private static final int MUCH = 10 << 20;

    /** Larger than two records, so that some chunks fill one, some several, and some none. */
    private static final int LARGEST_CHUNK = 40_000;

    static Stream<Pair> pairs() {
        return Stream.of(TlsVersion.values())
                .flatMap(version -> available()
                        .flatMap(client -> available().map(server -> new Pair(client.name(), server.name(), version))));
    }

    private static Stream<TlsProvider> available() {
        return TlsProviders.installed().stream().filter(TlsProvider::isAvailable);
    }

    static Stream<Arguments> endings() {
        return pairs().flatMap(pair -> Stream.of(Role.values())
                .flatMap(first -> Stream.of(CloseRequest.values())
                        .flatMap(firstRequest -> Stream.of(CloseRequest.values())
                                .map(secondRequest -> Arguments.of(pair, first, firstRequest, secondRequest)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void tenMebibytesArriveEachWayAtTheSameTimeInChunksOfAnySize(Pair pair) throws Exception {
        byte[] there = random(MUCH, 1);
        byte[] back = random(MUCH, 2);
        try (PairOnWire ends = pair.open()) {
            BackgroundCall<?> clientWrites = BackgroundCall.run(() -> send(ends.client(), there, 3));
            BackgroundCall<?> serverWrites = BackgroundCall.run(() -> send(ends.server(), back, 4));
            BackgroundCall<byte[]> serverReads = BackgroundCall.call(() -> read(ends.server(), MUCH, 5));
            // Not assertArrayEquals, which takes its time over so many.
            assertTrue(Arrays.equals(back, read(ends.client(), MUCH, 6)), "what the client has received");
            assertTrue(Arrays.equals(there, serverReads.result()), "what the server has received");
            clientWrites.result();
            serverWrites.result();
            BackgroundCall<Progress> bye =
                    BackgroundCall.call(() -> ends.client().bye(SHUT_RDWR));
            assertEquals(-1, ends.server().read(ByteBuffer.allocate(1)));
            assertEquals(Progress.DONE, ends.server().bye(SHUT_RDWR));
            assertEquals(Progress.DONE, bye.result());
            ends.assertOrderly();
        }
    }

    /** RFC 8446 section 6.1 lets either side close first, and neither has to wait for the other. */
    @ParameterizedTest(name = "{0}, {1} first with {2}, then {3}")
    @MethodSource("endings")
    void rule5_3_whoeverClosesFirstAndHoweverTheEndIsOrderly(
            Pair pair, Role first, CloseRequest firstRequest, CloseRequest secondRequest) throws Exception {
        try (PairOnWire ends = pair.open()) {
            TlsConnection one = first == Role.CLIENT ? ends.client() : ends.server();
            TlsConnection other = first == Role.CLIENT ? ends.server() : ends.client();
            BackgroundCall<?> ending = BackgroundCall.run(() -> {
                one.write(ascii("the last"));
                assertEquals(Progress.DONE, one.bye(firstRequest));
                if (firstRequest == SHUT_WR) {
                    assertEquals("", readToEnd(one));
                }
            });
            assertEquals("the last", readToEnd(other));
            assertEquals(Progress.DONE, other.bye(secondRequest));
            ending.result();
            ends.assertOrderly();
            if (firstRequest == SHUT_RDWR && secondRequest == SHUT_RDWR) {
                assertPlaintext(ends.wire().client(), ends.wire().server());
                assertPlaintext(ends.wire().server(), ends.wire().client());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void rule8_1_aReaderThatWaitsForDataDoesNotHoldUpAWriter(Pair pair) throws Exception {
        try (PairOnWire ends = pair.open()) {
            BackgroundCall<String> reader = arrival(ends.client(), 6);
            assertEquals(Progress.DONE, ends.server().handshake());
            reader.awaitBlocked();
            BackgroundCall<?> writer = BackgroundCall.run(() -> ends.client().write(ascii("hello")));
            assertEquals("hello", arrival(ends.server(), 5).result());
            writer.result();
            ends.server().write(ascii("answer"));
            assertEquals("answer", reader.result());
        }
    }

    /** The reader shakes hands; the writer comes meanwhile, and waits for that alone. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void rule8_1_aWriterThatComesDuringAReadersHandshakeGoesOnAfterIt(Pair pair) throws Exception {
        try (PairOnWire ends = pair.open()) {
            BackgroundCall<String> reader = arrival(ends.client(), 6);
            reader.awaitBlocked();
            BackgroundCall<?> writer = BackgroundCall.run(() -> ends.client().write(ascii("hello")));
            awaitWaiting(writer.thread());
            assertEquals("hello", arrival(ends.server(), 5).result());
            writer.result();
            ends.server().write(ascii("answer"));
            assertEquals("answer", reader.result());
        }
    }

    private static BackgroundCall<String> arrival(TlsConnection at, int count) {
        return BackgroundCall.call(() -> text(read(at, count, 7)));
    }

    private static void awaitWaiting(Thread thread) {
        Deadline deadline = Deadline.orElse(() -> thread + " does not wait: " + thread.getState());
        while (thread.getState() != Thread.State.WAITING) {
            deadline.pause();
        }
    }

    private static void send(TlsConnection to, byte[] data, long seed) throws IOException {
        Random sizes = new Random(seed);
        ByteBuffer rest = ByteBuffer.wrap(data);
        while (rest.hasRemaining()) {
            int count = Math.min(rest.remaining(), 1 + sizes.nextInt(LARGEST_CHUNK));
            assertEquals(count, to.write(rest.slice(rest.position(), count)));
            rest.position(rest.position() + count);
        }
    }

    /** Reads so many, or to the end, which is -1 and no {@code TruncationException}. */
    private static byte[] read(TlsConnection from, int most, long seed) throws IOException {
        Random sizes = new Random(seed);
        ByteBuffer all = ByteBuffer.allocate(most);
        int count = 0;
        while (count >= 0 && all.hasRemaining()) {
            ByteBuffer room = all.slice(all.position(), Math.min(all.remaining(), 1 + sizes.nextInt(LARGEST_CHUNK)));
            count = from.read(room);
            all.position(all.position() + room.position());
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    private static String readToEnd(TlsConnection from) throws IOException {
        return text(read(from, 100, 8));
    }

    private static void assertPlaintext(Socket from, Socket to) throws IOException {
        from.getOutputStream().write("plain".getBytes(US_ASCII));
        assertEquals("plain", text(to.getInputStream().readNBytes(5)));
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, US_ASCII);
    }
}
