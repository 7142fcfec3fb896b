// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.firstBytes;
import static tls.close.tck.peer.Messages.garbage;
import static tls.close.tck.peer.Messages.newSessionTicket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.tck.harness.FacadeSession;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.Maker;
import tls.close.tck.harness.Ownership;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Sequence;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/** The façade, rules S3 and S5: {@code close()} of a socket that owns its TCP connection, alone and beside others. */
@Tag("facade")
public abstract class FacadeClosingScenarios {
    private static final int MUCH = 1 << 20;
    private static final int LITTLE = 1 << 14;

    /** Longer than any test waits: a call that returns all the same has not waited for the peer. */
    private static final CloseLimits AN_HOUR = CloseLimits.DEFAULT.withTimeout(Duration.ofHours(1));

    private static final CloseLimits A_MOMENT = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(100));

    /** A client that has connected by itself, or a server to which a socket was left. */
    private static FacadeSession.Builder within(CloseLimits limits, FacadeSetting setting) {
        return FacadeSession.of(setting)
                .context(setting.context(UnaryOperator.identity(), limits))
                .over(
                        switch (setting.role()) {
                            case CLIENT -> Ownership.OWN;
                            case SERVER -> Ownership.LEFT;
                        });
    }

    // Something could be lost

    /** The bytes that come before and behind its close_notify and are read by nobody would be a reset. */
    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS3_aSlowReceiverGetsAllOfAnUploadByWhoNeverReads(FacadeSetting setting) throws Exception {
        try (FacadeSession session = within(AN_HOUR, setting).connect()) {
            session.peer().send(unread(setting));
            BackgroundCall<?> upload = BackgroundCall.run(() -> {
                session.tls().getOutputStream().write(Sequence.bytes(0, MUCH));
                session.tls().close();
            });
            receiveSlowly(session);
            session.peer().send(unread(setting));
            upload.awaitBlocked();
            session.peer().send(closeNotify());
            upload.result();
            session.heardToTheEnd();
            assertEquals(MUCH, session.heard().data().length);
            Sequence.assertIsBeginning(session.heard().data());
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        }
    }

    /** The option is about TCP, which ends after TLS: by a reset then, when there is nothing left for that to take. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS3_aLingerTimeOfZeroLosesNothingOfAnUpload(FacadeSetting setting) throws Exception {
        try (FacadeSession session = within(AN_HOUR, setting).connect()) {
            session.tls().setSoLinger(true, 0);
            BackgroundCall<?> upload = BackgroundCall.run(() -> {
                session.tls().getOutputStream().write(Sequence.bytes(0, MUCH));
                session.tls().close();
            });
            receiveSlowly(session);
            upload.awaitBlocked();
            session.peer().send(closeNotify());
            upload.result();
            assertThrows(IOException.class, session::heardToTheEnd, "a reset was asked for");
            assertEquals(MUCH, session.heard().data().length);
            Sequence.assertIsBeginning(session.heard().data());
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        }
    }

    private static PeerMessage unread(FacadeSetting setting) {
        return setting.version() == TlsVersion.TLS_1_3 && setting.role() == Role.CLIENT
                ? newSessionTicket()
                : data("nobody reads this");
    }

    private static void receiveSlowly(FacadeSession session) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "no close_notify comes: " + session);
        while (session.heard().closeNotifies() == 0 && !session.far().isAtEnd()) {
            session.far().awaitInput(deadline.remaining());
            session.heard().offer(session.far().receive(LITTLE));
        }
    }

    /** No longer than the limits, and then without a complaint; so does the end of TCP end it. */
    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS3_itWaitsForThePeersEndWithinItsLimits(FacadeSetting setting) throws Exception {
        try (FacadeSession session = within(A_MOMENT, setting).connect()) {
            session.write("something");
            session.closing().result();
            assertEquals("something", session.heardToTheEnd().text());
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        }
        try (FacadeSession session = within(AN_HOUR, setting).connect()) {
            session.write("something");
            BackgroundCall<?> close = session.closing();
            session.peer().expectCloseNotify();
            session.far().finish();
            close.result();
            assertTrue(session.tls().isClosed());
        }
        try (FacadeSession session =
                within(AN_HOUR.withDiscardedBytes(10), setting).connect()) {
            session.write("something");
            BackgroundCall<?> close = session.closing();
            session.peer().expectCloseNotify();
            session.peer().send(data("more than ten bytes"));
            close.result();
            assertTrue(session.tls().isClosed());
        }
    }

    // Nothing can be lost

    /** It is over before the peer hears of it. */
    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS3_whereNothingWasWrittenSinceItWaitsForNobody(FacadeSetting setting) throws Exception {
        for (Talk talk : List.<Talk>of(
                session -> {},
                session -> {
                    session.write("question");
                    session.peer().expectData("question");
                    session.peer().send(data("answer"));
                    assertEquals("answer", session.readText(6));
                },
                session -> {
                    session.tls().shutdownOutput();
                    session.peer().send(closeNotify());
                    assertEquals(-1, session.read());
                })) {
            try (FacadeSession session = within(AN_HOUR, setting).connect()) {
                talk.of(session);
                session.closing().result();
                session.heardToTheEnd();
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
            }
        }
    }

    // Whatever happened

    @FacadeSettings
    void ruleS3_whoLeftItsSocketToTlsFindsItClosed(FacadeSetting setting) throws Exception {
        try (FacadeSession session =
                FacadeSession.of(setting).over(Ownership.LEFT).connect()) {
            session.closing().result();
            assertTrue(session.tls().isClosed());
            assertTrue(session.wire().socket().isClosed());
            session.tls().close();
            session.peer().expectCloseNotify();
            session.heardToTheEnd();
        }
    }

    @FacadeSettings
    void ruleS3_itDoesNotThrowForWhatThePeerDid(FacadeSetting setting) throws Exception {
        for (Talk talk : List.<Talk>of(
                session -> session.far().finish(),
                session -> session.far().reset(),
                session -> session.peer().send(fatal(AlertDescription.INTERNAL_ERROR)),
                session -> session.peer().send(garbage()),
                session -> {
                    session.peer().send(firstBytes(data("data"), 9));
                    session.far().finish();
                })) {
            try (FacadeSession session = FacadeSession.of(setting).connect()) {
                session.write("something");
                session.peer().expectData("something");
                talk.of(session);
                session.closing().result();
                assertTrue(session.tls().isClosed());
            }
        }
    }

    // Rule S5

    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS5_closeReleasesAReader(FacadeSetting setting) throws Exception {
        try (FacadeSession session = within(AN_HOUR, setting).connect()) {
            BackgroundCall<Integer> read = session.reading();
            session.closing().result();
            assertThrows(IOException.class, read::result);
            session.heardToTheEnd();
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        }
    }

    /** Beside a reader it has to wait too, if there is something to lose; the reader meets the peer's end, or the limit. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS5_closeReleasesAReaderAfterAWrite(FacadeSetting setting) throws Exception {
        try (FacadeSession session = within(A_MOMENT, setting).connect()) {
            session.write("something");
            BackgroundCall<Integer> read = session.reading();
            session.closing().result();
            assertThrows(IOException.class, read::result);
            assertEquals("something", session.heardToTheEnd().text());
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        }
    }

    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS5_closeReleasesAWriterWithinItsLimits(FacadeSetting setting) throws Exception {
        try (FacadeSession session =
                within(A_MOMENT, setting).over(Ownership.LEFT).connectNarrowly()) {
            BackgroundCall<?> write =
                    BackgroundCall.run(() -> session.tls().getOutputStream().write(new byte[MUCH]));
            session.far().awaitInput(Deadline.PATIENCE);
            write.awaitInSocket();
            session.closing().result();
            assertThrows(IOException.class, write::result);
            assertTrue(session.wire().socket().isClosed());
        }
    }

    private interface Talk {
        void of(FacadeSession session) throws Exception;
    }
}
