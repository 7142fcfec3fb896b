// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.wire.FarEnd;

/** The far end of a connection inside another TLS connection: what it sends is application data of the outer peer. */
public final class TunnelEnd implements FarEnd {
    private final PeerOnWire outer;
    private int taken;

    TunnelEnd(PeerOnWire outer) {
        this.outer = outer;
        taken = outer.peer().data().length;
    }

    @Override
    public void send(byte... bytes) throws IOException {
        if (bytes.length > 0) {
            outer.send(data(bytes));
        }
    }

    @Override
    public byte[] receive(int limit) throws IOException {
        outer.pump();
        byte[] all = outer.peer().data();
        byte[] some = Arrays.copyOfRange(all, taken, Math.min(all.length, taken + limit));
        taken += some.length;
        return some;
    }

    @Override
    public boolean awaitInput(Duration limit) throws IOException {
        return outer.far().awaitInput(limit);
    }

    @Override
    public boolean isAtEnd() {
        return outer.far().isAtEnd() || outer.peer().closeNotifies() > 0;
    }

    @Override
    public void finish() throws IOException {
        outer.send(closeNotify());
    }

    @Override
    public void reset() throws IOException {
        outer.far().reset();
    }
}
