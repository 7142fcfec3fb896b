// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static tls.close.tck.fuzz.Utterance.alert;
import static tls.close.tck.fuzz.Utterance.alerts;
import static tls.close.tck.fuzz.Utterance.damaged;
import static tls.close.tck.fuzz.Utterance.injected;
import static tls.close.tck.fuzz.Utterance.other;
import static tls.close.tck.peer.Messages.certificateRequest;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.emptyData;
import static tls.close.tck.peer.Messages.helloRequest;
import static tls.close.tck.peer.Messages.inOneRecord;
import static tls.close.tck.peer.Messages.keyUpdate;
import static tls.close.tck.peer.Messages.keyUpdateRequest;
import static tls.close.tck.peer.Messages.newSessionTicket;
import static tls.close.tck.peer.Messages.oversizeRecord;
import static tls.close.tck.peer.Messages.split;
import static tls.close.tck.peer.Messages.unprotected;
import static tls.close.tck.peer.Messages.userCanceled;

import tls.close.tck.peer.Alert;

/**
 * What the peer can say under its keys besides data and its goodbye, in a word. Their order is that of the numbers in the
 * inputs.
 */
enum Saying {
    EMPTY_DATA,
    USER_CANCELED,
    ALERT,
    TICKET,
    KEY_UPDATE,
    KEY_UPDATE_REQUEST,
    HELLO_REQUEST,
    CERTIFICATE_REQUEST,
    SPLIT_GOODBYE,
    TWO_ALERTS,
    DAMAGED_GOODBYE,
    PLAIN_GOODBYE,
    OVERSIZE_RECORD;

    /** With the numbers that it takes. */
    Utterance utterance(Script script) {
        return switch (this) {
            case EMPTY_DATA -> other(emptyData());
            case USER_CANCELED -> alert(Alert.USER_CANCELED);
            case ALERT -> alert(new Alert(script.number(), script.number()));
            case TICKET -> other(newSessionTicket(script.number() << 4));
            case KEY_UPDATE -> other(keyUpdate());
            case KEY_UPDATE_REQUEST -> other(keyUpdateRequest());
            case HELLO_REQUEST -> other(helloRequest());
            case CERTIFICATE_REQUEST -> other(certificateRequest());
            case SPLIT_GOODBYE -> alerts(split(closeNotify(), 1), Alert.CLOSE_NOTIFY);
            case TWO_ALERTS ->
                alerts(inOneRecord(userCanceled(), closeNotify()), Alert.USER_CANCELED, Alert.CLOSE_NOTIFY);
            case DAMAGED_GOODBYE -> damaged(closeNotify());
            case PLAIN_GOODBYE -> injected(unprotected(closeNotify()));
            case OVERSIZE_RECORD -> injected(oversizeRecord());
        };
    }
}
