// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static tls.close.tck.peer.Messages.alert;
import static tls.close.tck.peer.Messages.certificateRequest;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
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
import tls.close.tck.peer.PeerMessage;

/** What the peer can say under its keys besides data and its goodbye, in a word. */
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

    PeerMessage message(Script script) {
        return switch (this) {
            case EMPTY_DATA -> emptyData();
            case USER_CANCELED -> userCanceled();
            case ALERT -> alert(new Alert(script.number(), script.number()));
            case TICKET -> newSessionTicket(script.number() << 4);
            case KEY_UPDATE -> keyUpdate();
            case KEY_UPDATE_REQUEST -> keyUpdateRequest();
            case HELLO_REQUEST -> helloRequest();
            case CERTIFICATE_REQUEST -> certificateRequest();
            case SPLIT_GOODBYE -> split(closeNotify(), 1);
            case TWO_ALERTS -> inOneRecord(userCanceled(), closeNotify());
            case DAMAGED_GOODBYE -> damaged(closeNotify());
            case PLAIN_GOODBYE -> unprotected(closeNotify());
            case OVERSIZE_RECORD -> oversizeRecord();
        };
    }

    /** Whether the near end may take it for the peer's close_notify. */
    boolean isGoodbye() {
        return switch (this) {
            case ALERT, SPLIT_GOODBYE, TWO_ALERTS -> true;
            case EMPTY_DATA,
                    USER_CANCELED,
                    TICKET,
                    KEY_UPDATE,
                    KEY_UPDATE_REQUEST,
                    HELLO_REQUEST,
                    CERTIFICATE_REQUEST,
                    DAMAGED_GOODBYE,
                    PLAIN_GOODBYE,
                    OVERSIZE_RECORD -> false;
        };
    }

    /** Whether it is what the peer's keys make of it. */
    boolean isAuthentic() {
        return switch (this) {
            case DAMAGED_GOODBYE, PLAIN_GOODBYE, OVERSIZE_RECORD -> false;
            case EMPTY_DATA,
                    USER_CANCELED,
                    ALERT,
                    TICKET,
                    KEY_UPDATE,
                    KEY_UPDATE_REQUEST,
                    HELLO_REQUEST,
                    CERTIFICATE_REQUEST,
                    SPLIT_GOODBYE,
                    TWO_ALERTS -> true;
        };
    }
}
