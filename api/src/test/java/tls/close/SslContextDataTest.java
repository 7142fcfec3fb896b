// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.SocketPair.await;
import static tls.close.SocketPair.inThread;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What goes through a socket of ours, and how it ends. */
class SslContextDataTest {
    /** Whoever waits for a peer here in vain is too late for the test. */
    private static final CloseLimits PATIENT = CloseLimits.DEFAULT.withTimeout(Duration.ofSeconds(60));

    /** More than the system keeps for two narrow sockets. */
    private static final byte[] MUCH = new byte[4 << 20];

    private static final SSLContext CONTEXT = with(PATIENT);

    private static SSLContext with(CloseLimits limits) {
        return new JdkContext(JdkKeys.trust()).sslContext(UnaryOperator.identity(), limits);
    }

    // Data

    @Test
    void ruleS7_everyByteArrivesAsItIs() throws Exception {
        try (SocketPair pair = SocketPair.owning(CONTEXT, CONTEXT).shaken()) {
            for (int value : new int[] {0, 1, 127, 128, 255}) {
                pair.client.getOutputStream().write(value);
                assertEquals(value, pair.server.getInputStream().read());
            }
            byte[] sent = {1, 2, 3, 4};
            pair.server.getOutputStream().write(sent, 1, 2);
            byte[] come = new byte[4];
            assertEquals(2, pair.client.getInputStream().read(come, 2, 2));
            assertArrayEquals(new byte[] {0, 0, 2, 3}, come);
            assertEquals(0, pair.client.getInputStream().read(come, 0, 0));
        }
    }

    @Test
    void ruleS7_whatIsThereIsAvailableUntilNobodyWantsIt() throws Exception {
        try (SocketPair pair = SocketPair.owning(CONTEXT, CONTEXT).shaken()) {
            InputStream input = pair.client.getInputStream();
            pair.server.getOutputStream().write(new byte[] {1, 2, 3});
            assertEquals(1, input.read());
            assertEquals(2, input.available());
            assertThrows(SSLException.class, pair.client::shutdownInput);
            assertEquals(0, input.available());
        }
    }

    /** So it begins no handshake either. */
    @Test
    void ruleS7_nothingIsNotWritten() throws Exception {
        try (SocketPair pair = SocketPair.owning(CONTEXT, CONTEXT)) {
            pair.client.setSoTimeout(1);
            pair.client.getOutputStream().write(new byte[0]);
            assertThrows(
                    SocketTimeoutException.class,
                    () -> pair.client.getOutputStream().write(1));
        }
    }

    // One half

    @Test
    void ruleS2_shutdownOutputEndsOneSide() throws Exception {
        try (SocketPair pair = SocketPair.owning(CONTEXT, CONTEXT).shaken()) {
            var output = pair.client.getOutputStream();
            pair.client.shutdownOutput();
            assertTrue(pair.client.isOutputShutdown());
            assertFalse(pair.client.isInputShutdown());
            assertTrue(pair.belowClient.isOutputShutdown());
            pair.client.shutdownOutput(); // Again, and nothing is wrong.
            assertMessage("Socket output is shutdown", () -> output.write(1));
            assertEquals(-1, pair.server.getInputStream().read());
            pair.server.getOutputStream().write(7);
            assertEquals(7, pair.client.getInputStream().read());
        }
    }

    @Test
    void ruleS2_shutdownOutputOfALayeredSocketIsNotThatOfTheOneBelow() throws Exception {
        try (SocketPair pair = SocketPair.layered(CONTEXT, CONTEXT).shaken()) {
            pair.client.shutdownOutput();
            assertEquals(-1, pair.server.getInputStream().read());
            assertFalse(pair.belowClient.isOutputShutdown());
        }
    }

    @Test
    void ruleS2_shutdownInputIsInOrderAfterThePeersEnd() throws Exception {
        try (SocketPair pair = SocketPair.owning(CONTEXT, CONTEXT).shaken()) {
            pair.server.shutdownOutput();
            assertEquals(-1, pair.client.getInputStream().read());
            pair.client.shutdownInput();
            assertTrue(pair.client.isInputShutdown());
            assertFalse(pair.client.isOutputShutdown());
        }
    }

    // All of it

    /** It has something to lose: the last that it has done is to write. */
    @Test
    void ruleS3_aWriterThatClosesHearsThePeerOut() throws Exception {
        try (SocketPair pair = SocketPair.owning(CONTEXT, CONTEXT).shaken()) {
            pair.client.getOutputStream().write(1);
            CompletableFuture<Void> closing = inThread(pair.client::close);
            assertEquals(1, pair.server.getInputStream().read());
            assertEquals(-1, pair.server.getInputStream().read());
            assertFalse(pair.belowClient.isClosed());
            pair.server.getOutputStream().write(2);
            assertFalse(closing.isDone());
            pair.server.close();
            await(closing);
            assertTrue(pair.belowClient.isClosed());
        }
    }

    /** What was read while a write was not done is no answer to it. */
    @Test
    void ruleS3_aByteThatWasReadMeanwhileAnswersNothing() throws Exception {
        CompletableFuture<ConnectionEnd> end = new CompletableFuture<>();
        try (SocketPair pair =
                SocketPair.owning(listening(end::complete), CONTEXT).shaken()) {
            CompletableFuture<Void> writing =
                    inThread(() -> pair.client.getOutputStream().write(MUCH));
            InputStream atTheServer = pair.server.getInputStream();
            assertEquals(0, atTheServer.read());
            pair.server.getOutputStream().write(1);
            assertEquals(1, pair.client.getInputStream().read());
            atTheServer.readNBytes(MUCH.length - 1);
            await(writing);
            assertHearsOut(pair, end);
        }
    }

    @Test
    void ruleS3_aWriteThatIsNotDoneHasSomethingToLose() throws Exception {
        CompletableFuture<ConnectionEnd> end = new CompletableFuture<>();
        try (SocketPair pair =
                SocketPair.owning(listening(end::complete), CONTEXT).shaken()) {
            pair.server.getOutputStream().write(1);
            assertEquals(1, pair.client.getInputStream().read());
            CompletableFuture<Void> writing =
                    inThread(() -> pair.client.getOutputStream().write(MUCH));
            assertEquals(0, pair.server.getInputStream().read());
            assertFalse(writing.isDone());
            assertHearsOut(pair, end);
        }
    }

    private static SSLContext listening(Consumer<ConnectionEnd> listener) {
        return new JdkContext(JdkKeys.trust()).withListener(listener).sslContext(UnaryOperator.identity(), PATIENT);
    }

    /** Whoever lets go at once does not hear of the server's end. */
    private static void assertHearsOut(SocketPair pair, CompletableFuture<ConnectionEnd> end) throws Exception {
        CompletableFuture<Void> closing = inThread(pair.client::close);
        while (!pair.client.isClosed()) {
            Thread.onSpinWait();
        }
        pair.server.getInputStream().transferTo(OutputStream.nullOutputStream());
        pair.server.close();
        await(closing);
        assertTrue(end.get(10, TimeUnit.SECONDS).report().orderly());
    }

    @Test
    void ruleS3_aReaderThatClosesWaitsForNobody() throws Exception {
        try (SocketPair pair = SocketPair.owning(CONTEXT, CONTEXT).shaken()) {
            pair.client.getOutputStream().write(1);
            pair.server.getOutputStream().write(2);
            assertEquals(2, pair.client.getInputStream().read());
            await(inThread(pair.client.getInputStream()::close));
            assertTrue(pair.client.isClosed());
            assertTrue(pair.client.isInputShutdown());
            assertTrue(pair.client.isOutputShutdown());
            assertEquals(1, pair.server.getInputStream().read());
            assertEquals(-1, pair.server.getInputStream().read()); // And not a truncation.
        }
    }

    @Test
    void ruleS4_aLayeredSocketGivesBackTheOneBelow() throws Exception {
        try (SocketPair pair = SocketPair.layered(CONTEXT, CONTEXT).shaken()) {
            CompletableFuture<Void> closing = inThread(pair.client.getOutputStream()::close);
            assertEquals(-1, pair.server.getInputStream().read());
            pair.server.close();
            await(closing);
            assertTrue(pair.client.isClosed());
            assertMessage("Socket is closed", pair.client::shutdownOutput);
            pair.belowServer.getOutputStream().write('x');
            assertEquals('x', pair.belowClient.getInputStream().read());
        }
    }

    /** Whoever is refused turns to the socket below, which is still TLS's. */
    @Test
    void ruleS5_aReaderIsRefusedOnlyWhenTheSocketBelowIsClean() throws Exception {
        try (SocketPair pair = SocketPair.layered(CONTEXT, CONTEXT).shaken()) {
            InputStream input = pair.client.getInputStream();
            CompletableFuture<Void> closing = inThread(pair.client::close);
            assertEquals(-1, pair.server.getInputStream().read());
            Thread reader = Thread.currentThread();
            CompletableFuture<Void> answering = inThread(() -> {
                awaitState(reader, Thread.State.TIMED_WAITING);
                pair.server.close();
                pair.belowServer.getOutputStream().write('x');
            });
            assertMessage("Socket is closed", input::read);
            assertEquals('x', pair.belowClient.getInputStream().read());
            await(closing);
            await(answering);
        }
    }

    private static void awaitState(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
    }

    @Test
    void ruleS5_aReaderThatIsInterruptedWaitsNoLonger() throws Exception {
        try (SocketPair pair = SocketPair.layered(CONTEXT, CONTEXT).shaken()) {
            InputStream input = pair.client.getInputStream();
            CompletableFuture<Void> closing = inThread(pair.client::close);
            assertEquals(-1, pair.server.getInputStream().read());
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, input::read);
            assertTrue(Thread.interrupted());
            pair.server.close();
            await(closing);
        }
    }

    @Test
    void ruleS5_aReaderWaitsNoLongerThanClosingMayTake() throws Exception {
        SSLContext hasty = with(PATIENT.withTimeout(Duration.ofMillis(50)));
        try (SocketPair pair = SocketPair.layered(hasty, CONTEXT).shaken()) {
            InputStream input = pair.client.getInputStream();
            assertThrows(CloseTimeoutException.class, pair.client::close);
            assertMessage("Socket is closed", input::read);
        }
    }

    /** It would wait for itself. */
    @Test
    void ruleS5_whoIsCalledWhileTheSocketIsClosedIsRefusedAtOnce() throws Exception {
        CompletableFuture<InputStream> input = new CompletableFuture<>();
        CompletableFuture<Void> refused = new CompletableFuture<>();
        SSLContext listening = listening(end -> {
            assertInCallback(input.getNow(InputStream.nullInputStream()));
            refused.complete(null);
        });
        try (SocketPair pair = SocketPair.layered(listening, CONTEXT).shaken()) {
            input.complete(pair.client.getInputStream());
            CompletableFuture<Void> closing = inThread(pair.client::close);
            assertEquals(-1, pair.server.getInputStream().read());
            pair.server.close();
            await(closing);
            await(refused);
        }
    }

    private static void assertInCallback(InputStream input) {
        SocketException thrown = assertThrows(SocketException.class, input::read);
        assertTrue(String.valueOf(thrown.getMessage()).contains("callback"), thrown.toString());
    }

    /** Whoever closes waits for that handshake. */
    @Test
    void ruleS5_aTrustManagerIsRefusedAtOnceWhileAnotherThreadCloses() throws Exception {
        AtomicReference<CheckedTrust.Check> check = new AtomicReference<>();
        CompletableFuture<Void> refused = new CompletableFuture<>();
        SSLContext checking =
                new JdkContext(CheckedTrust.in(JdkKeys.trust(), check)).sslContext(UnaryOperator.identity(), PATIENT);
        try (SocketPair pair = SocketPair.layered(checking, CONTEXT)) {
            InputStream input = pair.client.getInputStream();
            check.set(() -> {
                CompletableFuture<Void> unused = inThread(pair.client::close);
                while (!pair.client.isClosed()) {
                    Thread.onSpinWait();
                }
                assertInCallback(input);
                refused.complete(null);
            });
            CompletableFuture<Void> unused = inThread(pair.server::startHandshake);
            unused = inThread(pair.client::startHandshake);
            await(refused);
        }
    }

    // What is refused

    @Test
    void ruleS7_whatIsNotConnectedIsNotUsed() throws IOException {
        SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket();
        assertFalse(socket.isInputShutdown());
        assertFalse(socket.isOutputShutdown());
        uses(socket).forEach((use, call) -> assertMessage("Socket is not connected", call));
        socket.close();
        assertFalse(socket.isInputShutdown());
        assertFalse(socket.isOutputShutdown());
        uses(socket).forEach((use, call) -> assertMessage("Socket is closed", call));
    }

    private static Map<String, Executable> uses(SSLSocket socket) {
        return Map.of(
                "handshake", socket::startHandshake,
                "input", socket::getInputStream,
                "output", socket::getOutputStream,
                "shutdownInput", socket::shutdownInput,
                "shutdownOutput", socket::shutdownOutput);
    }

    private static void assertMessage(String message, Executable call) {
        assertEquals(message, assertThrows(SocketException.class, call).getMessage());
    }

    // Where from and where to

    @Test
    void ruleS6_aLayeredSocketWithoutAHostIsForTheAddressBelow() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket below =
                        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), listener.getLocalPort());
                Socket socket = CONTEXT.getSocketFactory().createSocket(below, (String) null, 443, true)) {
            assertTrue(socket.toString().contains("client of 127.0.0.1:"), socket.toString());
        }
    }

    @Test
    void ruleS7_withoutAHostItIsThisOne() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName(null));
                Socket socket = CONTEXT.getSocketFactory().createSocket((String) null, listener.getLocalPort())) {
            assertTrue(socket.isConnected());
        }
    }

    @Test
    void ruleS7_aSocketComesFromThePortThatWasChosen() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(0, 1, loopback);
                Socket other = new Socket(loopback, listener.getLocalPort())) {
            assertThrows(
                    BindException.class,
                    () -> CONTEXT.getSocketFactory()
                            .createSocket(loopback, listener.getLocalPort(), loopback, other.getLocalPort()));
        }
    }

    @Test
    void ruleS7_aServerIsNotLayeredOverAClosedSocket() throws IOException {
        try (SocketPair pair = SocketPair.layered(CONTEXT, CONTEXT)) {
            pair.belowServer.close();
            assertThrows(
                    SocketException.class, () -> CONTEXT.getSocketFactory().createSocket(pair.belowServer, null, true));
        }
    }
}
