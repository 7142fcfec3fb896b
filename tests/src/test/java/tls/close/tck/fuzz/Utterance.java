// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import tls.close.tck.peer.Messages;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.wire.ContentType;

/** Something that the peer says under its keys. */
final class Utterance {
    /** What the near end may make of it. */
    enum Meaning {
        DATA,
        GOODBYE,
        OTHER,
        /** Nothing: it is not what the peer's keys made of it. */
        DAMAGED,
        /** Nothing: the peer's keys have nothing to do with it. */
        INJECTED
    }

    private final PeerMessage message;
    private final Meaning meaning;
    private final byte[] data;

    private Utterance(PeerMessage message, Meaning meaning, byte... data) {
        this.message = message;
        this.meaning = meaning;
        this.data = data;
    }

    static Utterance data(byte... bytes) {
        return new Utterance(Messages.data(bytes), Meaning.DATA, bytes);
    }

    static Utterance goodbye(PeerMessage message) {
        return new Utterance(message, Meaning.GOODBYE);
    }

    static Utterance other(PeerMessage message) {
        return new Utterance(message, Meaning.OTHER);
    }

    static Utterance damaged(PeerMessage message) {
        return new Utterance(Messages.damaged(message), Meaning.DAMAGED);
    }

    static Utterance injected(PeerMessage message) {
        return new Utterance(message, Meaning.INJECTED);
    }

    static Utterance record(ContentType type, byte... content) {
        PeerMessage message = Messages.record(type, content);
        return switch (type) {
            case APPLICATION_DATA -> new Utterance(message, Meaning.DATA, content);
            case ALERT -> goodbye(message);
            default -> other(message);
        };
    }

    PeerMessage message() {
        return message;
    }

    Meaning meaning() {
        return meaning;
    }

    /** If it is data. */
    byte[] data() {
        return data;
    }
}
