// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.io.ByteArrayOutputStream;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.Messages;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.wire.ContentType;

/** Something that the peer says under its keys. */
final class Utterance {
    /** What the near end may make of it. */
    enum Meaning {
        DATA,
        ALERTS,
        OTHER,
        /** Nothing: it is not what the peer's keys made of it. */
        DAMAGED,
        /** Nothing: the peer's keys have nothing to do with it. */
        INJECTED
    }

    private final PeerMessage message;
    private final Meaning meaning;
    private final byte[] content;

    private Utterance(PeerMessage message, Meaning meaning, byte... content) {
        this.message = message;
        this.meaning = meaning;
        this.content = content;
    }

    static Utterance data(byte... bytes) {
        return new Utterance(Messages.data(bytes), Meaning.DATA, bytes);
    }

    static Utterance alert(Alert alert) {
        return alerts(Messages.alert(alert), alert);
    }

    /** In a message that says them in a way of its own. */
    static Utterance alerts(PeerMessage message, Alert... alerts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (Alert each : alerts) {
            content.write(each.level());
            content.write(each.description());
        }
        return new Utterance(message, Meaning.ALERTS, content.toByteArray());
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
        return new Utterance(Messages.record(type, content), meaning(type), content);
    }

    private static Meaning meaning(ContentType type) {
        return switch (type) {
            case APPLICATION_DATA -> Meaning.DATA;
            case ALERT -> Meaning.ALERTS;
            case CHANGE_CIPHER_SPEC, HANDSHAKE, UNKNOWN -> Meaning.OTHER;
        };
    }

    PeerMessage message() {
        return message;
    }

    Meaning meaning() {
        return meaning;
    }

    /** Of its records, where it is data or alerts. */
    byte[] content() {
        return content;
    }
}
