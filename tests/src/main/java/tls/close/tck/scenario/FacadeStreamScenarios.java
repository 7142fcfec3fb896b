// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import tls.close.tck.harness.FacadeSession;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.Maker;
import tls.close.tck.harness.Ownership;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Sequence;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;

/** The façade: a socket's streams, their time limit, and what becomes of them when it is closed. */
@Tag("facade")
public abstract class FacadeStreamScenarios {
    /** So short that a test can wait for it; what it interrupts does not come before. */
    private static final int SOON_MILLIS = 10;

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_byteByByte(FacadeSetting setting) throws Exception {
        byte[] bytes = Sequence.bytes(0, 100);
        try (FacadeSession session = FacadeSession.of(setting).connect()) {
            for (byte each : bytes) {
                session.tls().getOutputStream().write(each);
            }
            session.tls().getOutputStream().flush();
            session.peer().expectData(bytes);
            session.peer().send(data(bytes), data(bytes));
            InputStream in = session.tls().getInputStream();
            for (int i = 0; i < 2 * bytes.length; i++) {
                assertEquals(bytes[i % bytes.length], (byte) in.read());
            }
            session.peer().send(closeNotify());
            assertEquals(-1, in.read());
        }
    }

    /** More than a record, in one call; and a part of an array. */
    @FacadeSettings
    void ruleS7_aWriteOfMuchIsWhole(FacadeSetting setting) throws Exception {
        byte[] much = Sequence.bytes(0, 100_000);
        try (FacadeSession session = FacadeSession.of(setting).connect()) {
            BackgroundCall<?> write = BackgroundCall.run(() -> {
                session.tls().getOutputStream().write(new byte[0]);
                session.tls().getOutputStream().write(much);
                session.tls().getOutputStream().write(much, 10, 20);
            });
            session.peer().expectData(much);
            session.peer().expectData(Arrays.copyOfRange(much, 10, 30));
            write.result();

            BackgroundCall<byte[]> read = session.start(() -> {
                byte[] target = new byte[much.length + 2];
                int count = session.tls().getInputStream().readNBytes(target, 1, much.length);
                assertEquals(much.length, count);
                return Arrays.copyOfRange(target, 1, 1 + count);
            });
            session.peer().send(data(much));
            Sequence.assertIsBeginning(read.result());
            assertEquals(0, session.tls().getInputStream().read(new byte[0]));
        }
    }

    @FacadeSettings
    void ruleS7_availableIsWhatIsLeftOfARecord(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).connect()) {
            InputStream in = session.tls().getInputStream();
            assertEquals(0, in.available());
            session.peer().send(data("0123456789"));
            assertEquals('0', in.read());
            assertEquals(9, in.available());
            assertEquals(4, in.skip(4));
            assertEquals(5, in.available());
            assertEquals(5, in.read(new byte[100]));
            assertEquals(0, in.available());
            session.peer().send(closeNotify());
            assertEquals(-1, in.read());
            assertEquals(0, in.available());
        }
    }

    /** At every place a record can be cut at: in its header, in its body, before its last byte. */
    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_soTimeoutInMidRecordLosesNothing(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).connect()) {
            session.tls().setSoTimeout(SOON_MILLIS);
            assertThrows(SocketTimeoutException.class, session::read);
            byte[] record = session.heard().say(data("in pieces"));
            int sent = 0;
            for (int end : List.of(3, 5, 12, record.length - 1)) {
                session.far().send(Arrays.copyOfRange(record, sent, end));
                sent = end;
                assertThrows(SocketTimeoutException.class, session::read);
            }
            assertEquals(SOON_MILLIS, session.tls().getSoTimeout());
            session.write("still here");
            session.peer().expectData("still here");
            session.tls().setSoTimeout(0);
            session.far().send(Arrays.copyOfRange(record, sent, record.length));
            assertEquals("in pieces", session.readText(9));
        }
    }

    @FacadeSettings(makers = Maker.FACADE)
    void ruleS7_soTimeoutInTheHandshakeLosesNothing(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).open()) {
            session.tls().setSoTimeout(SOON_MILLIS);
            assertThrows(SocketTimeoutException.class, session.tls()::startHandshake);
            session.tls().setSoTimeout(0);
            session.handshake();
            session.peer().send(data("data"));
            assertEquals("data", session.readText(4));
        }
    }

    // Closed

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS3_closedBeforeTheHandshakeNothingIsSaid(FacadeSetting setting) throws Exception {
        for (Ownership ownership : Ownership.values()) {
            try (FacadeSession session =
                    FacadeSession.of(setting).over(ownership).open()) {
                session.tls().close();
                session.tls().close();
                assertTrue(session.tls().isClosed());
                assertIsOver(session);
                assertThrows(SocketException.class, session.tls()::startHandshake);
                if (ownership == Ownership.KEPT) {
                    assertFalse(session.wire().socket().isClosed());
                    session.wire().socket().close();
                }
                assertEquals(0, session.far().receiveToEnd().length, "said something");
            }
        }
    }

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS5_closedInTheHandshakeWhoeverIsInItIsReleased(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).open()) {
            BackgroundCall<?> handshake = BackgroundCall.run(session.tls()::startHandshake);
            handshake.awaitBlocked();
            session.closing().result();
            assertInstanceOf(IOException.class, assertThrows(Exception.class, handshake::result));
            assertTrue(session.tls().isClosed());
            session.far().receiveToEnd();
        }
    }

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS3_closedAfterTheHandshakeItIsOver(FacadeSetting setting) throws Exception {
        for (Ownership ownership : List.of(Ownership.OWN, Ownership.LEFT)) {
            try (FacadeSession session =
                    FacadeSession.of(setting).over(ownership).connect()) {
                InputStream in = session.tls().getInputStream();
                var out = session.tls().getOutputStream();
                session.tls().close();
                assertIsOver(session);
                assertThrows(IOException.class, () -> out.write(1));
                assertThrowsOrEnds(in);
            }
        }
    }

    /** Nobody says that {@code read} has to throw here; none of them may wait, or make data up. */
    private static void assertThrowsOrEnds(InputStream in) {
        try {
            assertEquals(-1, in.read());
        } catch (IOException e) {
            // As good.
        }
    }

    /** Each stream is the whole socket. */
    @FacadeSettings(versions = TlsVersion.TLS_1_3)
    void ruleS3_closingAStreamClosesTheSocket(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).connect()) {
            session.tls().getInputStream().close();
            assertIsOver(session);
            session.peer().expectCloseNotify();
        }
        try (FacadeSession session = FacadeSession.of(setting).connect()) {
            session.tls().getOutputStream().close();
            assertIsOver(session);
            session.peer().expectCloseNotify();
        }
    }

    private static void assertIsOver(FacadeSession session) {
        assertTrue(session.tls().isClosed());
        assertThrows(SocketException.class, session.tls()::getInputStream);
        assertThrows(SocketException.class, session.tls()::getOutputStream);
    }
}
