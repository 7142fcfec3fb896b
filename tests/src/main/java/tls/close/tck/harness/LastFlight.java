// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.keyUpdate;
import static tls.close.tck.peer.Messages.newSessionTicket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.Flight;

/** All that the peer says at the end of a connection, in one piece, and what it means to get only the first bytes. */
public final class LastFlight {
    private static final String BEFORE = "one";
    private static final String AFTER = "two";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Data> data = new ArrayList<>();

    /** Some text, and where in the flight the record ends that carries it. */
    private record Data(String text, int end) {}

    private LastFlight() {}

    /** Data, what TLS 1.3 may have in between, data under the keys from then on, and close_notify. */
    public static LastFlight of(Setting setting, ScriptedPeer peer) throws IOException {
        LastFlight flight = new LastFlight();
        flight.add(peer, data(BEFORE));
        flight.data.add(new Data(BEFORE, flight.length()));
        if (setting.version() == TlsVersion.TLS_1_3) {
            if (setting.role() == Role.CLIENT) {
                flight.add(peer, newSessionTicket());
            }
            flight.add(peer, keyUpdate());
        }
        flight.add(peer, data(AFTER));
        flight.data.add(new Data(AFTER, flight.length()));
        flight.add(peer, closeNotify());
        return flight;
    }

    private void add(ScriptedPeer peer, PeerMessage message) throws IOException {
        bytes.writeBytes(peer.say(message));
    }

    int length() {
        return bytes.size();
    }

    public byte[] first(int count) {
        return Arrays.copyOf(bytes.toByteArray(), count);
    }

    public boolean isWhole(int count) {
        return count == length();
    }

    /** The application data in the whole records among the first bytes. */
    public String textIn(int count) {
        StringBuilder text = new StringBuilder();
        data.stream().filter(each -> each.end <= count).forEach(each -> text.append(each.text));
        return text.toString();
    }

    /** How many of the first bytes belong to a record that is not whole. */
    public int cutAfter(int count) {
        return Flight.of(first(count)).rest().length;
    }

    @Override
    public String toString() {
        return Flight.of(bytes.toByteArray()).toString();
    }
}
