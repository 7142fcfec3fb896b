// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.io.IOException;
import java.util.List;
import tls.close.tck.fuzz.Genuine.Origin;
import tls.close.tck.fuzz.Utterance.Meaning;
import tls.close.tck.harness.Sequence;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.Flight;
import tls.close.tck.wire.TlsRecord;

/** Who speaks TLS, and leaves its records to somebody on the way. */
final class Speaker {
    private final ScriptedPeer peer;
    private final TlsVersion version;
    private final Truth truth;
    private final Interceptor onTheWay;
    private final AlertStream alerts;
    private boolean encrypts;

    Speaker(ScriptedPeer peer, TlsVersion version, Truth truth, Interceptor onTheWay) {
        this.peer = peer;
        this.version = version;
        this.truth = truth;
        this.onTheWay = onTheWay;
        alerts = new AlertStream(version);
    }

    /** What the near end has written; the handshake goes on. */
    void hear(byte... heard) {
        peer.offer(heard);
        for (TlsRecord each : Flight.of(peer.take()).records()) {
            encrypts |= version == TlsVersion.TLS_1_3 && each.type() == ContentType.APPLICATION_DATA;
            onTheWay.take(new Genuine(each, origin(each.type()), false));
            encrypts |= version == TlsVersion.TLS_1_2 && each.type() == ContentType.CHANGE_CIPHER_SPEC;
        }
    }

    /** More of what it has said. */
    void sayData(int length) {
        say(Utterance.data(Sequence.bytes(truth.data().length, length)));
    }

    /** If it can. What it may say, and when, is not what is tested. */
    void say(Utterance utterance) {
        byte[] bytes;
        try {
            bytes = peer.say(utterance.message());
        } catch (IOException | RuntimeException e) {
            return;
        }
        queue(Flight.of(bytes).records(), utterance);
        if (utterance.meaning() == Meaning.DATA && encrypts) {
            truth.said(utterance.content());
        }
    }

    private void queue(List<TlsRecord> records, Utterance utterance) {
        boolean bringsGoodbye = utterance.meaning() == Meaning.ALERTS
                && encrypts
                && alerts.bringsGoodbye(utterance.content(), records.size());
        if (bringsGoodbye) {
            truth.saidGoodbye();
        }
        for (TlsRecord each : records) {
            boolean isLast = each == records.get(records.size() - 1);
            onTheWay.take(new Genuine(each, origin(each.type(), utterance.meaning()), bringsGoodbye && isLast));
        }
    }

    private Origin origin(ContentType type, Meaning meaning) {
        Origin made = origin(type);
        return switch (meaning) {
            case DATA, ALERTS, OTHER -> made;
            case DAMAGED -> made == Origin.UNDER_KEYS ? Origin.DAMAGED : Origin.INJECTED;
            case INJECTED -> Origin.INJECTED;
        };
    }

    private Origin origin(ContentType type) {
        boolean isProtected = encrypts && (version == TlsVersion.TLS_1_2 || type == ContentType.APPLICATION_DATA);
        return isProtected ? Origin.UNDER_KEYS : Origin.IN_PLAIN;
    }
}
