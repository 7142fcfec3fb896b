// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
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

    private FirstLook() {}

    /** Something that a loop cannot live with. */
    private static final class Finding extends RuntimeException {
        private static final long serialVersionUID = 1;

        Finding(String message) {
            super(message);
        }
    }

    /**
     * Looks in both versions and both roles.
     *
     * @return the first rule that is broken, in a sentence; empty if none is
     */
    public static Optional<String> at(TlsProvider provider) {
        for (TlsVersion version : TlsVersion.values()) {
            for (Role role : Role.values()) {
                Setting setting = new Setting(provider, version, role, NearEnd.NON_BLOCKING_CHANNEL);
                Optional<String> found = at(setting);
                if (found.isPresent()) {
                    return found.map(words -> provider.name() + " in " + version + " as a "
                            + (role == Role.CLIENT ? "client" : "server") + ": " + words);
                }
            }
        }
        return Optional.empty();
    }

    /** In a thread of its own: an engine that never comes to an end is a finding too. */
    private static Optional<String> at(Setting setting) {
        try {
            BackgroundCall<?> look = BackgroundCall.run(() -> look(setting));
            boolean unused = look.isDoneWithin(START);
            look.result();
            return Optional.empty();
        } catch (Finding e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (Exception | AssertionError e) {
            return Optional.of("it fails before anything can be said of a rule: " + e);
        }
    }

    private static void look(Setting setting) throws Exception {
        EngineSession session = EngineSession.open(setting);
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
        require(
                engine.getSession().getPacketBufferSize() > MOST_DATA
                        && engine.getSession().getApplicationBufferSize() >= MOST_DATA,
                "its buffers hold no whole record: " + engine.getSession().getPacketBufferSize() + " and "
                        + engine.getSession().getApplicationBufferSize() + " bytes");
        session.peer().offer(session.end().write("x"));
        require("x".equals(session.peer().text()), "a byte that it sends does not arrive");
        session.hear(data("y"));
        require("y".equals(session.end().text()), "a byte that is sent to it is not read");

        engine.closeOutbound();
        require(
                engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP,
                "rule E5: its close_notify is pending, and it says " + engine.getHandshakeStatus());
        session.speak();
        require(
                session.peer().closeNotifies() == 1,
                "rule 2.1: it has said close_notify " + session.peer().closeNotifies() + " times");
        require(engine.isOutboundDone(), "its close_notify is out, and isOutboundDone() is false");
        require(!engine.isInboundDone(), "rule E1: closeOutbound() has ended its inbound side too");
        session.hear(data("z"));
        require("yz".equals(session.end().text()), "rule E1: after closeOutbound() it reads nothing more");

        byte[] alert = session.peer().say(closeNotify());
        byte[] andMore = Arrays.copyOf(alert, alert.length + 1);
        session.end().offer(andMore);
        require(engine.isInboundDone(), "rule E3: the peer's close_notify does not end its inbound side");
        require(session.end().unread().length == 1, "rule E6: it takes what follows the peer's close_notify");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Finding(otherwise);
        }
    }
}
