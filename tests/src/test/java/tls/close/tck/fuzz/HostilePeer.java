// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.record;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tls.close.TlsConnection;
import tls.close.tck.harness.Sequence;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.Flight;
import tls.close.tck.wire.TlsRecord;

/**
 * Who speaks TLS, and somebody on the way who has each of its records pass, be lost, be hurt or be followed by others, as
 * a script says. So it comes past the handshake, and says under its keys what it likes.
 */
final class HostilePeer {
    private static final int LEAST_CUT = 4;

    private static final byte[] CHANGE_CIPHER_SPEC =
            TlsRecord.of(ContentType.CHANGE_CIPHER_SPEC, (byte) 1).bytes();

    /** What it can do to the near end in one turn. */
    private enum Move {
        PASS,
        PASS_ALL,
        DROP,
        DOUBLE,
        SWAP,
        HURT,
        CUT,
        INSERT,
        SPLIT,
        HEADER,
        RAW,
        PLAIN_RECORD,
        DATA,
        GOODBYE,
        SAY,
        SAY_RECORD,
        SAY_OFTEN,
        END,
        RESET,
        /** Nothing hostile until the handshake is done, or comes to nothing. */
        SHAKE_HANDS,
        /** Nothing hostile any more. */
        BEHAVE;

        boolean isHostile() {
            return switch (this) {
                case PASS, PASS_ALL, DATA, GOODBYE, END, SHAKE_HANDS, BEHAVE -> false;
                case DROP,
                        DOUBLE,
                        SWAP,
                        HURT,
                        CUT,
                        INSERT,
                        SPLIT,
                        HEADER,
                        RAW,
                        PLAIN_RECORD,
                        SAY,
                        SAY_RECORD,
                        SAY_OFTEN,
                        RESET -> true;
            };
        }
    }

    private enum Mood {
        HOSTILE,
        SHAKES_HANDS,
        BEHAVES,
        HAS_SAID_GOODBYE,
        OVER
    }

    /** Where it delivers to. */
    interface Outlet {
        void deliver(byte... bytes);

        void end();

        void reset();
    }

    /** A record that it has made and not delivered. */
    private record Genuine(TlsRecord record, boolean isProtected, boolean isGoodbye, boolean isAuthentic) {}

    private final ScriptedPeer peer;
    private final TlsVersion version;
    private final Script script;
    private final Outlet outlet;
    private final Truth truth = new Truth();
    private final Deque<Genuine> pending = new ArrayDeque<>();
    private Optional<TlsConnection> near = Optional.empty();
    private Mood mood = Mood.HOSTILE;
    private boolean encrypts;
    private boolean hostile;

    HostilePeer(ScriptedPeer peer, TlsVersion version, Script script, Outlet outlet) {
        this.peer = peer;
        this.version = version;
        this.script = script;
        this.outlet = outlet;
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
        return mood != Mood.HOSTILE && pending.isEmpty();
    }

    /** Hears what the near end has written, and makes one move. */
    void turn(byte... heard) {
        hear(heard);
        switch (mood) {
            case HOSTILE -> moveOrEnd();
            case SHAKES_HANDS -> {
                if (!passAll() || (peer.isHandshakeComplete() && nearIsDone())) {
                    mood = Mood.HOSTILE;
                }
            }
            case BEHAVES -> behave();
            case HAS_SAID_GOODBYE -> {
                if (!passAll()) {
                    end();
                }
            }
            case OVER -> {}
        }
    }

    void hear(byte... heard) {
        peer.offer(heard);
        for (TlsRecord each : Flight.of(peer.take()).records()) {
            encrypts |= version == TlsVersion.TLS_1_3 && each.type() == ContentType.APPLICATION_DATA;
            queue(each.bytes(), false, true);
            encrypts |= version == TlsVersion.TLS_1_2 && each.type() == ContentType.CHANGE_CIPHER_SPEC;
        }
    }

    private void behave() {
        if (passAll()) {
            return;
        }
        if (peer.isHandshakeComplete()) {
            say(closeNotify(), true, true);
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
            case PASS -> next().ifPresent(this::pass);
            case PASS_ALL -> passAll();
            case DROP -> next().ifPresent(this::lose);
            case DOUBLE -> {
                Optional<Genuine> next = next();
                next.ifPresent(this::pass);
                next.ifPresent(this::passInVain);
            }
            case SWAP -> swap();
            case HURT -> hurt(script.longNumber(), script.number());
            case CUT -> cut(script.longNumber());
            case INSERT -> insert(script.longNumber(), script.bytes());
            case SPLIT -> split(script.longNumber());
            case HEADER ->
                forge((byte) script.number(), (byte) 3, (byte) script.number(), (byte) script.number(), (byte)
                        script.number());
            case RAW -> forge(script.bytes());
            case PLAIN_RECORD ->
                forge(TlsRecord.of(script.oneOf(ContentType.values()), script.bytes())
                        .bytes());
            case DATA -> sayData(1 + script.number() * script.number());
            case GOODBYE -> say(closeNotify(), true, true);
            case SAY -> say(script.oneOf(Saying.values()));
            case SAY_RECORD -> sayRecord(script.oneOf(ContentType.values()), script.bytes());
            case SAY_OFTEN -> {
                Saying saying = script.oneOf(Saying.values());
                for (int left = script.number(); left >= 0; left--) {
                    say(saying);
                }
            }
            case END -> end();
            case RESET -> {
                mood = Mood.OVER;
                outlet.reset();
            }
            case SHAKE_HANDS -> {
                mood = Mood.SHAKES_HANDS;
                passAll();
            }
            case BEHAVE -> {
                mood = Mood.BEHAVES;
                passAll();
            }
        }
    }

    private void end() {
        mood = Mood.OVER;
        outlet.end();
    }

    // What the peer has made

    private Optional<Genuine> next() {
        return Optional.ofNullable(pending.poll());
    }

    private boolean passAll() {
        boolean any = !pending.isEmpty();
        while (!pending.isEmpty()) {
            pass(pending.remove());
        }
        return any;
    }

    private void pass(Genuine next) {
        if (next.isAuthentic()) {
            truth.intact(next.record().length(), next.isGoodbye());
            outlet.deliver(next.record().bytes());
        } else {
            replace(next, next.record().bytes());
        }
    }

    /** A second time. */
    private void passInVain(Genuine again) {
        breakOffIf(again.isProtected());
        forge(again.record().bytes());
    }

    private void lose(Genuine next) {
        breakOffIf(next.isProtected());
    }

    private void swap() {
        Optional<Genuine> first = next();
        Optional<Genuine> second = next();
        breakOffIf(Stream.of(first, second)
                .allMatch(next ->
                        next.isPresent() && !isMeaningless(next.get().record().bytes())));
        second.ifPresent(this::pass);
        first.ifPresent(this::pass);
    }

    private void hurt(int where, int how) {
        next().ifPresent(next -> {
            byte[] bytes = next.record().bytes();
            int at = where % bytes.length;
            bytes[at] ^= how == 0 ? (byte) 0x80 : (byte) how;
            if (at == 1 || at == 2) {
                // The version in a header says nothing (RFC 8446, section 5.1), and need not be looked at.
                truth.intact(bytes.length, next.isGoodbye());
                outlet.deliver(bytes);
            } else {
                replace(next, bytes);
            }
        });
    }

    /** By more than what may be right by chance, if the next bytes take its place. */
    private void cut(int where) {
        next().ifPresent(next -> replace(
                next,
                Arrays.copyOf(next.record().bytes(), where % (next.record().length() - LEAST_CUT + 1))));
    }

    private void insert(int where, byte... more) {
        next().ifPresent(next -> {
            byte[] body = next.record().body();
            int at = where % (body.length + 1);
            byte[] longer = Arrays.copyOf(body, body.length + more.length);
            System.arraycopy(more, 0, longer, at, more.length);
            System.arraycopy(body, at, longer, at + more.length, body.length - at);
            replace(next, TlsRecord.of(next.record().type(), longer).bytes());
        });
    }

    /** Into two records with headers of their own. */
    private void split(int where) {
        next().ifPresent(next -> {
            byte[] body = next.record().body();
            int at = where % (body.length + 1);
            ContentType type = next.record().type();
            replace(next, TlsRecord.of(type, Arrays.copyOf(body, at)).bytes());
            replace(
                    next,
                    TlsRecord.of(type, Arrays.copyOfRange(body, at, body.length))
                            .bytes());
        });
    }

    private void replace(Genuine genuine, byte... by) {
        if (genuine.isAuthentic() && Arrays.equals(genuine.record().bytes(), by)) {
            pass(genuine); // Nothing was done to it.
        } else {
            breakOffIf(genuine.isProtected());
            forge(by);
        }
    }

    private void breakOffIf(boolean isSo) {
        if (isSo) {
            truth.breakOff();
        }
    }

    // What it makes itself

    private void forge(byte... bytes) {
        breakOffIf(bytes.length > 0 && nearIsDone() && !isMeaningless(bytes));
        truth.forged(bytes.length);
        outlet.deliver(bytes);
    }

    /** A change of cipher in TLS 1.3, which JSSE takes at any time (RFC 8446, section 5, knows better). */
    private boolean isMeaningless(byte... record) {
        return version == TlsVersion.TLS_1_3 && Arrays.equals(record, CHANGE_CIPHER_SPEC);
    }

    private void sayData(int length) {
        byte[] bytes = Sequence.bytes(truth.data().length, length);
        if (say(data(bytes), false, true)) {
            truth.said(bytes);
        }
    }

    private void sayRecord(ContentType type, byte... content) {
        if (say(record(type, content), type == ContentType.ALERT, true) && type == ContentType.APPLICATION_DATA) {
            truth.said(content);
        }
    }

    private void say(Saying saying) {
        say(saying.message(script), saying.isGoodbye(), saying.isAuthentic());
    }

    /** Whether it could. What it may say, and when, is not what is tested. */
    private boolean say(PeerMessage message, boolean isGoodbye, boolean isAuthentic) {
        try {
            byte[] bytes = peer.say(message);
            queue(bytes, isGoodbye, isAuthentic);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private void queue(byte[] bytes, boolean isGoodbye, boolean isAuthentic) {
        List<TlsRecord> records = Flight.of(bytes).records();
        for (TlsRecord each : records) {
            boolean isLast = each == records.get(records.size() - 1);
            boolean hidden = isProtected(each.type());
            pending.add(new Genuine(each, hidden, isGoodbye && isLast && hidden, isAuthentic));
        }
    }

    private boolean isProtected(ContentType type) {
        return encrypts && (version == TlsVersion.TLS_1_2 || type == ContentType.APPLICATION_DATA);
    }
}
