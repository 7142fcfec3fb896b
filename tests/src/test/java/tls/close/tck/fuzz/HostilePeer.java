// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.util.Optional;
import tls.close.TlsConnection;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.TlsRecord;

/**
 * A {@link Speaker} of TLS and an {@link Interceptor} on the way, who do as a script says. So it comes past the handshake,
 * and says under its keys what it likes.
 */
final class HostilePeer {
    private enum Mood {
        HOSTILE,
        SHAKES_HANDS,
        BEHAVES,
        HAS_SAID_GOODBYE,
        OVER
    }

    private final ScriptedPeer peer;
    private final Script script;
    private final Outlet outlet;
    private final Truth truth = new Truth();
    private final Interceptor onTheWay;
    private final Speaker speaker;
    private Optional<TlsConnection> near = Optional.empty();
    private Mood mood = Mood.HOSTILE;
    private boolean hostile;

    HostilePeer(ScriptedPeer peer, TlsVersion version, Script script, Outlet outlet) {
        this.peer = peer;
        this.script = script;
        this.outlet = outlet;
        onTheWay = new Interceptor(version, truth, outlet, this::nearIsDone);
        speaker = new Speaker(peer, version, truth, onTheWay);
    }

    /** Before the first turn. */
    void meet(TlsConnection connection) {
        near = Optional.of(connection);
    }

    private boolean nearIsDone() {
        return near.map(known -> !known.report().protocol().equals("NONE")).orElse(false);
    }

    ScriptedPeer peer() {
        return peer;
    }

    Truth truth() {
        return truth;
    }

    /** Whether it has done what no peer does that means well, or has said goodbye before the near end could hear it. */
    boolean isHostile() {
        return hostile;
    }

    boolean isOver() {
        return mood == Mood.OVER;
    }

    /** Whether it has nothing to say before it hears more. */
    boolean wantsToHear() {
        return mood != Mood.HOSTILE && onTheWay.isIdle();
    }

    void hear(byte... heard) {
        speaker.hear(heard);
    }

    /** Hears what the near end has written, and makes one move. */
    void turn(byte... heard) {
        hear(heard);
        switch (mood) {
            case HOSTILE -> moveOrEnd();
            case SHAKES_HANDS -> {
                if (!onTheWay.passAll() || (peer.isHandshakeComplete() && nearIsDone())) {
                    mood = Mood.HOSTILE;
                }
            }
            case BEHAVES -> behave();
            case HAS_SAID_GOODBYE -> {
                if (!onTheWay.passAll()) {
                    end();
                }
            }
            case OVER -> {}
        }
    }

    private void behave() {
        if (onTheWay.passAll()) {
            return;
        }
        if (peer.isHandshakeComplete()) {
            sayGoodbye();
            mood = Mood.HAS_SAID_GOODBYE;
        } else {
            end();
        }
    }

    private void moveOrEnd() {
        if (script.isOver()) {
            end();
        } else {
            move(script.oneOf(Move.values()));
        }
    }

    private void move(Move move) {
        hostile |= move.isHostile() || (move == Move.GOODBYE && !nearIsDone());
        switch (move) {
            case PASS -> onTheWay.pass();
            case PASS_ALL -> onTheWay.passAll();
            case DROP -> onTheWay.lose();
            case DOUBLE -> onTheWay.passTwice();
            case SWAP -> onTheWay.swap();
            case HURT -> onTheWay.hurt(script.longNumber(), script.number());
            case CUT -> onTheWay.cut(script.longNumber());
            case INSERT -> onTheWay.insert(script.longNumber(), script.bytes());
            case SPLIT -> onTheWay.split(script.longNumber());
            case HEADER -> onTheWay.forge(header());
            case RAW -> onTheWay.forge(script.bytes());
            case PLAIN_RECORD ->
                onTheWay.forge(TlsRecord.of(script.oneOf(ContentType.values()), script.bytes())
                        .bytes());
            case DATA -> speaker.sayData(1 + script.number() * script.number());
            case GOODBYE -> sayGoodbye();
            case SAY -> speaker.say(script.oneOf(Saying.values()).utterance(script));
            case SAY_RECORD -> speaker.say(Utterance.record(script.oneOf(ContentType.values()), script.bytes()));
            case SAY_OFTEN -> sayOften(script.oneOf(Saying.values()), 1 + script.number());
            case END -> end();
            case RESET -> {
                mood = Mood.OVER;
                outlet.reset();
            }
            case SHAKE_HANDS -> takeOn(Mood.SHAKES_HANDS);
            case BEHAVE -> takeOn(Mood.BEHAVES);
        }
    }

    private byte[] header() {
        return new byte[] {
            (byte) script.number(), 3, (byte) script.number(), (byte) script.number(), (byte) script.number()
        };
    }

    private void sayGoodbye() {
        speaker.say(Utterance.alert(Alert.CLOSE_NOTIFY));
    }

    private void sayOften(Saying saying, int times) {
        for (int left = times; left > 0; left--) {
            speaker.say(saying.utterance(script));
        }
    }

    private void takeOn(Mood next) {
        mood = next;
        onTheWay.passAll();
    }

    private void end() {
        mood = Mood.OVER;
        outlet.end();
    }
}
