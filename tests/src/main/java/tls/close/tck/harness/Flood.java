// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.peer.Messages;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;

/** Records that carry no data, of which a peer can send as many as it likes. */
public enum Flood {
    EMPTY_RECORDS,
    TICKETS,
    KEY_UPDATES,
    HELLO_REQUESTS,
    WARNINGS;

    /** Those that a peer of this one can send. */
    public static List<Flood> of(Setting setting) {
        return Arrays.stream(values()).filter(flood -> flood.fits(setting)).toList();
    }

    private boolean fits(Setting setting) {
        boolean tls13 = setting.version() == TlsVersion.TLS_1_3;
        return switch (this) {
            case EMPTY_RECORDS, WARNINGS -> true;
            case KEY_UPDATES -> tls13;
            case TICKETS -> tls13 && setting.role() == Role.CLIENT;
            case HELLO_REQUESTS -> !tls13 && setting.role() == Role.CLIENT;
        };
    }

    /** Whether the backend has declared that it refuses them. */
    public boolean isRefused(Setting setting) {
        return switch (this) {
            case EMPTY_RECORDS -> setting.lacks(Ability.READ_EMPTY_RECORDS);
            case TICKETS -> false;
            case KEY_UPDATES -> setting.lacks(Ability.ABSORB_MANY_KEY_UPDATES);
            case HELLO_REQUESTS -> setting.lacks(Ability.ABSORB_HELLO_REQUEST);
            case WARNINGS -> setting.lacks(Ability.ABSORB_MANY_WARNINGS);
        };
    }

    public PeerMessage each() {
        return switch (this) {
            case EMPTY_RECORDS -> Messages.emptyData();
            case TICKETS -> Messages.newSessionTicket();
            case KEY_UPDATES -> Messages.keyUpdate();
            case HELLO_REQUESTS -> Messages.helloRequest();
            case WARNINGS -> Messages.userCanceled();
        };
    }

    public byte[] records(ScriptedPeer peer, int count) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            records.writeBytes(peer.say(each()));
        }
        return records.toByteArray();
    }
}
