// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.firstBytes;
import static tls.close.tck.peer.Messages.plaintext;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.tck.harness.FacadeSession;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.Maker;
import tls.close.tck.harness.Ownership;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.TrustFront;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/** The façade, rules S4 and S5: TLS over a socket that the caller goes on with. */
@Tag("facade")
public abstract class FacadeLayeringScenarios {
    /** Longer than any test waits. */
    private static final CloseLimits AN_HOUR = CloseLimits.DEFAULT.withTimeout(Duration.ofHours(1));

    private static final CloseLimits A_MOMENT = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(100));

    /** The JDK's own does not wait in TLS 1.3, so that the caller finds the peer's alert; and never ends in TLS 1.2. */
    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS4_afterCloseTheCallersSocketCarriesPlaintextToTheByte(FacadeSetting setting) throws Exception {
        try (FacadeSession session = kept(setting)) {
            session.write("said before");
            BackgroundCall<?> close = session.closing();
            session.peer().expectData("said before");
            session.peer().expectCloseNotify();
            assertFalse(close.isDone());
            session.peer().send(data("late"), closeNotify());
            close.result();
            assertCleanAfterOneCloseNotify(session);
        }
    }

    /** All in one segment: the plaintext is there before {@code close()} is called. */
    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS4_plaintextThatIsThereAlreadyStaysThere(FacadeSetting setting) throws Exception {
        try (FacadeSession session = kept(setting)) {
            session.arrive(data("late"), closeNotify(), plaintext("first"));
            session.tls().close();
            assertEquals(
                    "first",
                    new String(session.wire().socket().getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
            assertCleanAfterOneCloseNotify(session);
        }
    }

    /** Whoever has read to the end, or shut both sides down, has no more to wait for. */
    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS4_afterThePeersEndCloseOnlyAnswers(FacadeSetting setting) throws Exception {
        try (FacadeSession session = kept(setting)) {
            session.peer().send(closeNotify());
            assertEquals(-1, session.read());
            session.closing().result();
            assertCleanAfterOneCloseNotify(session);
        }
    }

    private static void assertCleanAfterOneCloseNotify(FacadeSession session) throws IOException {
        assertTrue(session.tls().isClosed());
        assertFalse(session.wire().socket().isClosed());
        session.peer().expectCloseNotify();
        session.assertCarriesPlaintext();
        session.tls().close();
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        assertEquals(0, session.heard().surplus().length);
    }

    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS4_aSocketThatIsNotCleanIsSaidToBe(FacadeSetting setting) throws Exception {
        assertNotClean(setting);
        assertNotClean(setting, data("late"));
        assertNotClean(setting, firstBytes(closeNotify(), 3));
        assertNotClean(setting, firstBytes(closeNotify(), 6));
        assertNotClean(setting, plaintext("QUIT\r\n"));
    }

    private static void assertNotClean(FacadeSetting setting, PeerMessage... last) throws Exception {
        try (FacadeSession session = kept(setting)) {
            BackgroundCall<?> close = session.closing();
            session.peer().expectCloseNotify();
            session.peer().send(last);
            session.far().finish();
            assertThrows(SSLException.class, close::result);
            assertTrue(session.tls().isClosed());
            assertFalse(session.wire().socket().isClosed(), "it is the caller's");
        }
    }

    @FacadeSettings(makers = Maker.FACADE)
    void ruleS4_aPeerThatSaysNothingIsWaitedForWithinTheLimits(FacadeSetting setting) throws Exception {
        try (FacadeSession session = briefly(setting)) {
            assertThrows(SSLException.class, session.closing()::result);
            assertTrue(session.tls().isClosed());
            assertFalse(session.wire().socket().isClosed(), "it is the caller's");
            session.peer().expectCloseNotify();
        }
    }

    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS5_aReaderBesideCloseMeetsThePeersEnd(FacadeSetting setting) throws Exception {
        try (FacadeSession session = kept(setting)) {
            BackgroundCall<Integer> read = session.reading();
            BackgroundCall<?> close = session.closing();
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify());
            close.result();
            assertOver(read);
            assertCleanAfterOneCloseNotify(session);
        }
    }

    /**
     * Whoever is told of the end is told by the thread that closes, which cannot wait for itself: in the middle of the step
     * that was the last, or behind all of them.
     */
    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS5_aReadInACallbackOfTheClosingThreadIsRefused(FacadeSetting setting) throws Exception {
        assertRefusedInACallback(setting, CloseLimits.NONE, closeNotify());
        assertRefusedInACallback(setting, CloseLimits.NONE.withDiscardedBytes(10), data("more than ten bytes"));
    }

    /** Here that is a reader, who has to come back before the closing thread goes on. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS5_aReadInACallbackOfAReaderBesideCloseIsRefused(FacadeSetting setting) throws Exception {
        CompletableFuture<InputStream> input = new CompletableFuture<>();
        CompletableFuture<IOException> refused = new CompletableFuture<>();
        SSLContext context = setting.listening(
                end -> refused.complete(
                        assertThrows(IOException.class, () -> input.join().read())),
                CloseLimits.NONE);
        try (FacadeSession session =
                FacadeSession.of(setting).context(context).over(Ownership.KEPT).connect()) {
            input.complete(session.tls().getInputStream());
            BackgroundCall<Integer> read = session.reading();
            BackgroundCall<?> close = session.closing();
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify());
            close.result();
            assertOver(read);
            assertInstanceOf(SocketException.class, refused.getNow(null));
        }
    }

    private static void assertRefusedInACallback(FacadeSetting setting, CloseLimits limits, PeerMessage last)
            throws Exception {
        CompletableFuture<InputStream> input = new CompletableFuture<>();
        CompletableFuture<IOException> refused = new CompletableFuture<>();
        SSLContext context = setting.listening(
                end -> refused.complete(
                        assertThrows(IOException.class, () -> input.join().read())),
                limits);
        try (FacadeSession session =
                FacadeSession.of(setting).context(context).over(Ownership.KEPT).connect()) {
            input.complete(session.tls().getInputStream());
            session.arrive(last);
            try {
                session.tls().close();
            } catch (SSLException e) {
                // The socket below is not clean then.
            }
            assertInstanceOf(SocketException.class, refused.getNow(null));
        }
    }

    /** A reader of a layered protocol that is refused turns to the socket below: the JDK's LDAP client has one. */
    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS5_aReaderBehindCloseIsRefusedWhenTheSocketIsTheCallersAgain(FacadeSetting setting) throws Exception {
        try (FacadeSession session = kept(setting)) {
            InputStream input = session.tls().getInputStream();
            BackgroundCall<?> close = session.closing();
            session.peer().expectCloseNotify();
            BackgroundCall<Integer> read = BackgroundCall.call(input::read);
            read.awaitParked();
            session.peer().send(closeNotify());
            close.result();
            assertThrows(IOException.class, read::result);
            assertCleanAfterOneCloseNotify(session);
        }
    }

    /** The closing goes on. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS5_aReaderBehindCloseCanBeInterrupted(FacadeSetting setting) throws Exception {
        try (FacadeSession session = kept(setting)) {
            InputStream input = session.tls().getInputStream();
            BackgroundCall<?> close = session.closing();
            session.peer().expectCloseNotify();
            BackgroundCall<Boolean> keepsItsStatus = BackgroundCall.call(() -> {
                assertThrows(InterruptedIOException.class, input::read);
                return Thread.currentThread().isInterrupted();
            });
            keepsItsStatus.awaitParked();
            keepsItsStatus.thread().interrupt();
            assertTrue(keepsItsStatus.result());
            session.peer().send(closeNotify());
            close.result();
            assertCleanAfterOneCloseNotify(session);
        }
    }

    /** Only the caller could release it; what follows TLS is not its to take. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS5_aReaderStaysUntilTheCallersSocketMoves(FacadeSetting setting) throws Exception {
        try (FacadeSession session = briefly(setting)) {
            BackgroundCall<Integer> read = session.reading();
            assertThrows(SSLException.class, session.closing()::result);
            session.peer().expectCloseNotify();
            assertFalse(read.isDone());
            session.peer().send(closeNotify());
            assertOver(read);
            session.assertCarriesPlaintext();
        }
    }

    /** Nor can it be taken out of a write without hurting the caller's socket. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS5_closeGivesUpBesideAWriterThatIsStuck(FacadeSetting setting) throws Exception {
        try (FacadeSession session = kept(A_MOMENT, setting).connectNarrowly()) {
            BackgroundCall<?> write =
                    BackgroundCall.run(() -> session.tls().getOutputStream().write(new byte[1 << 20]));
            session.far().awaitInput(Deadline.PATIENCE);
            write.awaitInSocket();
            assertThrows(SSLException.class, session.closing()::result);
            assertTrue(session.tls().isClosed());
            assertFalse(session.wire().socket().isClosed(), "it is the caller's");
            session.wire().socket().close();
            assertThrows(IOException.class, write::result);
        }
    }

    private static void assertOver(BackgroundCall<Integer> read) throws Exception {
        try {
            assertEquals(-1, read.result());
        } catch (IOException e) {
            // As good: what matters is that it is over.
        }
    }

    /** Nothing is left to say by then. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS4_closeInACallbackOfAnOrderlyEndHandsTheSocketBack(FacadeSetting setting) throws Exception {
        CompletableFuture<SSLSocket> socket = new CompletableFuture<>();
        CompletableFuture<String> told = new CompletableFuture<>();
        SSLContext context = setting.listening(
                end -> told.complete(sayingOf(() -> socket.join().close())), CloseLimits.NONE);
        try (FacadeSession session =
                FacadeSession.of(setting).context(context).over(Ownership.KEPT).connect()) {
            socket.complete(session.tls());
            session.tls().shutdownOutput();
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify());
            assertEquals(-1, session.tls().getInputStream().read());
            assertEquals("", told.getNow("nobody was told"));
            session.assertCarriesPlaintext();
        }
    }

    /** It cannot end there, and says when it will. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS4_closeInACallbackOfTheHandshakeSaysThatItIsOne(FacadeSetting setting) throws Exception {
        CompletableFuture<SSLSocket> socket = new CompletableFuture<>();
        CompletableFuture<String> told = new CompletableFuture<>();
        SSLContext context = setting.context(new TrustFront(TestPki.ec().trustManagers()) {
            @Override
            protected void look() {
                told.complete(sayingOf(() -> socket.join().close()));
            }
        });
        try (FacadeSession session =
                FacadeSession.of(setting).context(context).over(Ownership.KEPT).open()) {
            socket.complete(session.tls());
            assertThrows(IOException.class, session::handshake);
            String said = told.getNow("nobody was asked");
            assertTrue(said.contains("in a callback"), said);
        }
    }

    private static String sayingOf(BackgroundCall.Action action) {
        try {
            action.run();
            return "";
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** STARTTLS twice, with plaintext before, between and behind. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS4_tlsAgainOnTheSameSocket(FacadeSetting setting) throws Exception {
        FacadeSession.Builder like =
                FacadeSession.of(setting).context(setting.context()).over(Ownership.KEPT);
        try (LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET)) {
            for (int i = 0; i < 2; i++) {
                FacadeSession session = like.layered(wire);
                session.handshake();
                session.arrive(data("data"), closeNotify());
                assertEquals("data", session.readText(100));
                session.tls().close();
                assertCleanAfterOneCloseNotify(session);
            }
        }
    }

    @FacadeSettings(makers = Maker.FACADE)
    void ruleS4_tlsInsideTlsEndsAlone(FacadeSetting setting) throws Exception {
        try (FacadeSession outer = FacadeSession.of(setting).connect();
                FacadeSession inner =
                        FacadeSession.of(setting).over(Ownership.KEPT).inside(outer)) {
            inner.handshake();
            BackgroundCall<?> close = inner.closing();
            inner.peer().expectCloseNotify();
            inner.peer().send(closeNotify());
            close.result();
            outer.peer().send(data("outer"));
            assertEquals("outer", outer.readText(5));
            assertEquals(List.of(), outer.heard().alerts());
        }
    }

    private static FacadeSession kept(FacadeSetting setting) throws Exception {
        return kept(AN_HOUR, setting).connect();
    }

    private static FacadeSession briefly(FacadeSetting setting) throws Exception {
        return kept(A_MOMENT, setting).connect();
    }

    private static FacadeSession.Builder kept(CloseLimits limits, FacadeSetting setting) {
        return FacadeSession.of(setting)
                .context(setting.context(UnaryOperator.identity(), limits))
                .over(Ownership.KEPT);
    }
}
