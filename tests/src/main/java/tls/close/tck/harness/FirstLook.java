// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import tls.close.spi.TlsProvider;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/**
 * A short look at the engine by itself, before all else: a handshake, a byte each way, the close of each side, sizes of
 * buffers. What is wrong there is the cause of a hundred failures later.
 */
public final class FirstLook {
    private static final int MOST_DATA = 1 << 14;

    /** What it may take besides on a busy machine, as the JVM has loaded nothing yet of what it needs. */
    private static final Duration START = Duration.ofSeconds(30);

    private final Setting setting;
    private volatile String step = "before the handshake";

    private FirstLook(Setting setting) {
        this.setting = setting;
    }

    /**
     * What is wrong.
     *
     * @param words the first rule that is broken, in a sentence, or where it has failed
     * @param cause what was thrown, with where; null if nothing was
     */
    public record Finding(String words, @Nullable Throwable cause) {
        /** Fails a test with it. */
        public void fail() {
            Assertions.fail(words, cause);
        }

        private Finding at(Setting setting) {
            String role = setting.role() == Role.CLIENT ? "client" : "server";
            return new Finding(
                    setting.provider().name() + " in " + setting.version() + " as a " + role + ": " + words, cause);
        }
    }

    /** Something that a loop cannot live with. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }

    /**
     * Looks in both versions and both roles.
     *
     * @return the first that is found; empty if nothing is
     */
    public static Optional<Finding> at(TlsProvider provider) {
        for (TlsVersion version : TlsVersion.values()) {
            for (Role role : Role.values()) {
                Setting setting = new Setting(provider, version, role, NearEnd.NON_BLOCKING_CHANNEL);
                Optional<Finding> found = new FirstLook(setting).finding();
                if (found.isPresent()) {
                    return found.map(finding -> finding.at(setting));
                }
            }
        }
        return Optional.empty();
    }

    /** In a thread of its own: an engine that never comes to an end is a finding too. */
    private Optional<Finding> finding() {
        try {
            BackgroundCall<?> look = BackgroundCall.run(this::look);
            boolean unused = look.isDoneWithin(START);
            look.result();
            return Optional.empty();
        } catch (Broken e) {
            return Optional.of(new Finding(String.valueOf(e.getMessage()), null));
        } catch (Exception | AssertionError e) {
            return Optional.of(new Finding("it fails " + step + ": " + e, e));
        }
    }

    private void look() throws IOException {
        Objects.requireNonNull(setting.provider().limitations(), "limitations() has returned null");
        EngineSession session = EngineSession.open(setting);
        step = "in the handshake";
        handshake(session);
        step = "after the handshake";
        exchange(session);
        step = "after closeOutbound()";
        endOutput(session);
        step = "at the peer's close_notify";
        endInput(session);
    }

    private static void handshake(EngineSession session) throws IOException {
        SSLEngine engine = session.engine();
        engine.beginHandshake();
        session.exchange();
        require(
                session.peer().isHandshakeComplete(),
                "the handshake does not come to its end: " + engine.getHandshakeStatus()
                        + " with nothing more on its way");
        session.end().offer();
        require(
                engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING,
                "rule 6.4: it says " + engine.getHandshakeStatus() + " after the handshake, and who goes by it waits");
    }

    private static void exchange(EngineSession session) throws IOException {
        SSLEngine engine = session.engine();
        require(
                engine.getSession().getPacketBufferSize() > MOST_DATA
                        && engine.getSession().getApplicationBufferSize() >= MOST_DATA,
                "its buffers hold no whole record: " + engine.getSession().getPacketBufferSize() + " and "
                        + engine.getSession().getApplicationBufferSize() + " bytes");
        session.peer().offer(session.end().write("x"));
        require("x".equals(session.peer().text()), "a byte that it sends does not arrive");
        session.hear(data("y"));
        require("y".equals(session.end().text()), "a byte that is sent to it is not read");
    }

    private static void endOutput(EngineSession session) throws IOException {
        SSLEngine engine = session.engine();
        engine.closeOutbound();
        HandshakeStatus status = engine.getHandshakeStatus();
        session.peer().offer(session.end().takeOne());
        session.speak();
        int said = session.peer().closeNotifies();
        require(
                status == HandshakeStatus.NEED_WRAP,
                "rule E5: after closeOutbound() it says " + status + ", not NEED_WRAP, "
                        + (said > 0 ? "though wrap() makes its close_notify" : "and wrap() makes no close_notify"));
        require(said == 1, "rule 2.1: it has said close_notify " + said + " times");
        require(engine.isOutboundDone(), "its close_notify is out, and isOutboundDone() is false");
        require(!engine.isInboundDone(), "rule E1: closeOutbound() has ended its inbound side too");
        session.hear(data("z"));
        require("yz".equals(session.end().text()), "rule E1: after closeOutbound() it reads nothing more");
    }

    private static void endInput(EngineSession session) throws IOException {
        byte[] alert = session.peer().say(closeNotify());
        byte[] andMore = Arrays.copyOf(alert, alert.length + 1);
        session.end().offer(andMore);
        require(session.engine().isInboundDone(), "rule E3: the peer's close_notify does not end its inbound side");
        require(session.end().unread().length == 1, "rule E6: it takes what follows the peer's close_notify");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Broken(otherwise);
        }
    }
}
