// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.util.ArrayList;
import java.util.List;

/**
 * One end of a {@link SidesModel}. Immutable.
 *
 * @param sides how it stands, by the table under test
 * @param held what it has made and not yet sent
 * @param incoming what is on its way to it
 * @param hasSaidFinished whether its part of the handshake has been made
 * @param hasHeardFinished whether the peer's has been read
 * @param writes how many records of data it has made
 * @param alerts how many close_notify of its have gone to the wire
 * @param wasAsked whether somebody has said {@code bye} or {@code close}
 * @param transport how it stands
 */
record ModelEnd(
        Sides sides,
        List<Item> held,
        List<Item> incoming,
        boolean hasSaidFinished,
        boolean hasHeardFinished,
        int writes,
        int alerts,
        boolean wasAsked,
        Transport transport) {

    /** What goes over the wire. */
    enum Item {
        FINISHED,
        DATA,
        CLOSE_NOTIFY,
        /** Of the transport, in order or by a cut. */
        END
    }

    /** Whether this end may still send. */
    enum Transport {
        OPEN,
        /** Somebody has cut it: what is sent is lost. */
        CUT,
        /** This end has let go of it. */
        LET_GO
    }

    static final ModelEnd INITIAL =
            new ModelEnd(Sides.INITIAL, List.of(), List.of(), false, false, 0, 0, false, Transport.OPEN);

    ModelEnd with(Sides value) {
        return new ModelEnd(
                value, held, incoming, hasSaidFinished, hasHeardFinished, writes, alerts, wasAsked, transport);
    }

    ModelEnd with(Transport value) {
        return new ModelEnd(sides, held, incoming, hasSaidFinished, hasHeardFinished, writes, alerts, wasAsked, value);
    }

    ModelEnd asked() {
        return new ModelEnd(sides, held, incoming, hasSaidFinished, hasHeardFinished, writes, alerts, true, transport);
    }

    ModelEnd made(Item item) {
        return new ModelEnd(
                sides,
                plus(held, item),
                incoming,
                hasSaidFinished || item == Item.FINISHED,
                hasHeardFinished,
                item == Item.DATA ? writes + 1 : writes,
                alerts,
                wasAsked,
                transport);
    }

    ModelEnd sentFirst() {
        return new ModelEnd(
                sides,
                held.subList(1, held.size()),
                incoming,
                hasSaidFinished,
                hasHeardFinished,
                writes,
                held.get(0) == Item.CLOSE_NOTIFY ? alerts + 1 : alerts,
                wasAsked,
                transport);
    }

    ModelEnd forgotHeld() {
        return new ModelEnd(
                sides, List.of(), incoming, hasSaidFinished, hasHeardFinished, writes, alerts, wasAsked, transport);
    }

    ModelEnd coming(Item item) {
        return new ModelEnd(
                sides,
                held,
                plus(incoming, item),
                hasSaidFinished,
                hasHeardFinished,
                writes,
                alerts,
                wasAsked,
                transport);
    }

    ModelEnd tookFirst() {
        return new ModelEnd(
                sides,
                held,
                incoming.subList(1, incoming.size()),
                hasSaidFinished,
                hasHeardFinished || incoming.get(0) == Item.FINISHED,
                writes,
                alerts,
                wasAsked,
                transport);
    }

    private static List<Item> plus(List<Item> items, Item item) {
        List<Item> more = new ArrayList<>(items);
        more.add(item);
        return List.copyOf(more);
    }
}
