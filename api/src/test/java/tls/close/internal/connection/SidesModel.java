// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import tls.close.internal.connection.ModelEnd.Item;
import tls.close.internal.connection.ModelEnd.Transport;

/**
 * Two ends over a wire that loses nothing and delays at will, and all that can happen to them within small bounds: each
 * shakes hands, writes, reads, says goodbye, lets go, and somebody cuts. Every order of it is looked at.
 */
final class SidesModel {
    private static final int MOST_WRITES = 1;

    /** Both ends; how a and b are told apart does not matter to what is asked. */
    record Pair(ModelEnd a, ModelEnd b) {
        Pair swapped() {
            return new Pair(b, a);
        }
    }

    /** A way that leads where nobody may come. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    private final BiFunction<Sides, Event, Sides> table;
    private final Map<Pair, Pair> cameFrom = new HashMap<>();
    private final Deque<Pair> open = new ArrayDeque<>();
    private boolean isEverOrderly;

    /** @param table the transition table under test */
    SidesModel(BiFunction<Sides, Event, Sides> table) {
        this.table = table;
    }

    /**
     * Goes everywhere.
     *
     * @return how many states there are
     * @throws Violation with the way to a state that must not be
     */
    int explore() {
        Pair initial = new Pair(ModelEnd.INITIAL, ModelEnd.INITIAL);
        cameFrom.put(initial, initial);
        open.add(initial);
        while (!open.isEmpty()) {
            Pair now = open.remove();
            check(now);
            List<Pair> next = new ArrayList<>(steps(now));
            steps(now.swapped()).forEach(each -> next.add(each.swapped()));
            if (next.isEmpty()) {
                checkEnd(now, now.a(), now.b());
                checkEnd(now, now.b(), now.a());
            }
            for (Pair each : next) {
                if (cameFrom.putIfAbsent(each, now) == null) {
                    open.add(each);
                }
            }
        }
        require(isEverOrderly, "no way leads to an orderly end", initial);
        return cameFrom.size();
    }

    // What a can do

    private List<Pair> steps(Pair now) {
        ModelEnd a = now.a();
        ModelEnd b = now.b();
        List<Pair> steps = new ArrayList<>();
        Sides sides = a.sides();
        boolean isIdle = a.transport() != Transport.LET_GO;
        if (isIdle && sides.handshake() == Handshake.NEW && !sides.isOver()) {
            steps.add(new Pair(a.with(table.apply(sides, Event.HANDSHAKE_STARTED)), b));
        }
        if (isIdle
                && sides.handshake() == Handshake.STARTED
                && sides.output() == OutputSide.OPEN
                && !a.hasSaidFinished()) {
            steps.add(new Pair(established(a.made(Item.FINISHED)), b));
        }
        if (isIdle
                && sides.handshake() == Handshake.DONE
                && sides.output() == OutputSide.OPEN
                && a.writes() < MOST_WRITES) {
            steps.add(new Pair(a.made(Item.DATA), b));
        }
        if (isIdle && !a.wasAsked()) {
            steps.add(new Pair(bye(a.asked()), b));
        }
        if (isIdle && !a.held().isEmpty()) {
            Pair after = flush(a, b);
            Sides sent = after.a().sides();
            require(
                    a.transport() != Transport.CUT
                            || (sent.output() != OutputSide.OPEN && sent.output() != OutputSide.CLOSING),
                    "a write has failed, and nothing is told of it",
                    now);
            steps.add(after);
        }
        if (isIdle && !a.incoming().isEmpty() && sides.input() == InputSide.OPEN && mayRead(a)) {
            ModelEnd after = read(a);
            requireHeard(a, after, now);
            steps.add(new Pair(after, b));
        }
        if (isIdle && a.wasAsked()) {
            steps.add(letGo(a, b));
        }
        if (a.transport() == Transport.OPEN) {
            steps.add(new Pair(a.with(Transport.CUT), b.coming(Item.END)));
        }
        return steps;
    }

    /** Data before its own part of the handshake is what nobody sends. */
    private static boolean mayRead(ModelEnd end) {
        return end.sides().handshake() != Handshake.NEW;
    }

    private ModelEnd established(ModelEnd end) {
        return end.hasSaidFinished() && end.hasHeardFinished()
                ? end.with(table.apply(end.sides(), Event.HANDSHAKE_DONE))
                : end;
    }

    private ModelEnd bye(ModelEnd end) {
        Sides after = table.apply(end.sides(), Event.CLOSE);
        boolean owes = end.sides().output() == OutputSide.OPEN && after.output() == OutputSide.CLOSING;
        ModelEnd closed = end.with(after);
        return owes ? closed.made(Item.CLOSE_NOTIFY) : closed;
    }

    private Pair flush(ModelEnd a, ModelEnd b) {
        Item item = a.held().get(0);
        ModelEnd sent = a.sentFirst();
        if (a.transport() == Transport.CUT) {
            ModelEnd failed = sent.forgotHeld();
            return new Pair(failed.with(table.apply(failed.sides(), Event.WRITE_FAILED)), b);
        }
        if (item == Item.CLOSE_NOTIFY) {
            sent = sent.with(table.apply(sent.sides(), Event.FLUSHED));
        }
        return new Pair(sent, b.coming(item));
    }

    private ModelEnd read(ModelEnd end) {
        Item item = end.incoming().get(0);
        ModelEnd taken = end.tookFirst();
        Sides sides = taken.sides();
        return switch (item) {
            case FINISHED -> established(taken);
            case DATA -> taken;
            case CLOSE_NOTIFY ->
                taken.with(table.apply(
                        sides, sides.handshake() == Handshake.DONE ? Event.PEER_CLOSE_NOTIFY : Event.PEER_CANCELED));
            case END -> taken.with(table.apply(sides, Event.TRANSPORT_ENDED));
        };
    }

    /** What could not go out by then does not go out. */
    private Pair letGo(ModelEnd a, ModelEnd b) {
        ModelEnd gone = a.held().isEmpty() ? a : a.forgotHeld().with(table.apply(a.sides(), Event.GIVEN_UP));
        ModelEnd told = a.transport() == Transport.OPEN ? b.coming(Item.END) : b;
        return new Pair(gone.with(Transport.LET_GO), told);
    }

    // What must be

    private void check(Pair now) {
        check(now, now.a(), now.b());
        check(now, now.b(), now.a());
    }

    private void check(Pair now, ModelEnd end, ModelEnd peer) {
        require(end.alerts() <= 1, "an alert is doubled", now);
        require(isInOrder(end.incoming()), "something follows a close_notify", now);
        Sides sides = end.sides();
        boolean done = sides.hasClosedOutput() && sides.needsNoMoreInput() && sides.handshake() == Handshake.DONE;
        if (done) {
            require(sides.input() == InputSide.UNUSED || peer.alerts() == 1, "done without the peer's alert", now);
            require(sides.output() == OutputSide.UNUSED || end.alerts() == 1, "done without an alert of its own", now);
        }
        boolean established = end.hasSaidFinished() && end.hasHeardFinished();
        require(!established || sides.handshake() == Handshake.DONE, "a handshake is never done", now);
        isEverOrderly |=
                done && peer.sides().input() == InputSide.CLOSE_NOTIFY && sides.input() == InputSide.CLOSE_NOTIFY;
        require(sides.output() != OutputSide.CLOSED || end.alerts() == 1, "closed without an alert", now);
        require(sides.input() != InputSide.CLOSE_NOTIFY || peer.alerts() == 1, "an alert that nobody sent", now);
        Pair before = cameFrom.get(now);
        if (before != null && !before.equals(now)) {
            requireFinal(before.a().sides(), now.a().sides(), now);
            requireFinal(before.b().sides(), now.b().sides(), now);
        }
    }

    /** What has been read counts at once, and for what it was. */
    private void requireHeard(ModelEnd before, ModelEnd after, Pair now) {
        Sides sides = after.sides();
        boolean established = before.sides().handshake() == Handshake.DONE;
        switch (before.incoming().get(0)) {
            case FINISHED, DATA -> {}
            case CLOSE_NOTIFY ->
                require(
                        sides.input() == (established ? InputSide.CLOSE_NOTIFY : InputSide.INVALID),
                        "an alert is lost",
                        now);
            case END -> require(sides.input() == InputSide.TRUNCATED, "a cut is not seen", now);
        }
    }

    /** Rule 1.1. */
    private void requireFinal(Sides before, Sides after, Pair now) {
        require(before.input() == InputSide.OPEN || after.input() == before.input(), "an input reopens", now);
        require(before.output() == OutputSide.OPEN || after.output() != OutputSide.OPEN, "an output reopens", now);
    }

    private static boolean isInOrder(List<Item> items) {
        int alert = items.indexOf(Item.CLOSE_NOTIFY);
        return alert < 0 || items.subList(alert + 1, items.size()).stream().allMatch(each -> each == Item.END);
    }

    /** Where nothing can happen any more, everybody knows how it ended. */
    private void checkEnd(Pair now, ModelEnd end, ModelEnd peer) {
        Sides sides = end.sides();
        boolean tookPart = sides.handshake() != Handshake.NEW;
        require(end.wasAsked(), "nobody was asked, and nothing goes on", now);
        require(sides.output() != OutputSide.OPEN && sides.output() != OutputSide.CLOSING, "an output stays open", now);
        boolean tookTheEnd = tookPart && !end.incoming().contains(Item.END);
        require(!tookTheEnd || sides.input() != InputSide.OPEN, "an input stays open behind the end", now);
        boolean missed = peer.alerts() == 0 && tookTheEnd && sides.handshake() == Handshake.DONE;
        require(!missed || sides.input() == InputSide.TRUNCATED, "a truncation is not told", now);
    }

    private void require(boolean condition, String otherwise, Pair state) {
        if (!condition) {
            StringBuilder way = new StringBuilder(otherwise);
            Pair at = state;
            Pair before = cameFrom.get(at);
            while (before != null && !before.equals(at)) {
                way.append("\n  ").append(at);
                at = before;
                before = cameFrom.get(at);
            }
            throw new Violation(way.toString());
        }
    }
}
