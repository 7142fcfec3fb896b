// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tls.close.internal.transport.Deadline;

/** Who may use the transport, from the first call to the last (rules 5.1, 8.4). */
class HeldTransportTest {
    private final StubTransport transport = new StubTransport();
    private final HeldTransport held = new HeldTransport(transport);

    private void assertAllows(boolean calls, boolean peersBytes, boolean ourBytes) throws IOException {
        assertEquals(calls, held.isOurs());
        assertEquals(peersBytes, held.isHeld());
        ByteBuffer data = ByteBuffer.allocate(1);
        if (peersBytes) {
            held.requireHeld();
            assertEquals(1, held.read(data));
        } else {
            assertThrows(ClosedChannelException.class, held::requireHeld);
            assertThrows(ClosedChannelException.class, () -> held.read(data));
        }
        if (ourBytes) {
            held.requireSending();
            held.write(data.clear());
            assertFalse(data.hasRemaining());
        } else {
            assertThrows(ClosedChannelException.class, held::requireSending);
            assertThrows(ClosedChannelException.class, () -> held.write(data.clear()));
        }
        if (calls) {
            held.requireOurs();
        } else {
            assertThrows(ClosedChannelException.class, held::requireOurs);
        }
    }

    @Test
    void rule5_3_afterTheGoodbyeItIsTheCallersAgain() throws IOException {
        assertAllows(true, true, true);
        held.handBack();
        assertAllows(false, false, false);
        assertEquals(1, transport.handedBack);
        assertFalse(held.isClosed(), "nobody has closed it");
        assertFalse(held.beginClose(), "there is nothing to be let go");
        assertTrue(held.isClosed());
    }

    @Test
    void rule8_4_theAlertGoesOutBeforeItIsLetGo() throws IOException {
        assertFalse(held.isClosed());
        assertTrue(held.beginClose());
        assertTrue(held.isClosed());
        assertAllows(false, true, true);
        assertTrue(held.beginClose(), "whoever else closes it waits for the same");
        held.letGo();
        assertAllows(false, false, false);
        assertTrue(held.isClosed());
        assertEquals(1, transport.letGo);
        assertFalse(held.beginClose());
    }

    @Test
    void rule8_4_whatCannotGoOutInTimeStays() throws IOException {
        held.giveUpSending();
        assertAllows(true, true, true);
        assertTrue(held.beginClose());
        held.giveUpSending();
        assertAllows(false, true, false);
        assertTrue(held.isClosed());
        assertTrue(held.beginClose(), "it is still to be let go");
        held.handBack();
        assertAllows(false, true, false);
    }

    @Test
    void whatTheTransportKnowsIsAskedThere() {
        assertFalse(held.isBlocking() || held.holdsMore() || held.beginSeries());
        transport.blocks = true;
        assertTrue(held.isBlocking());
        transport.holdsMore = true;
        assertTrue(held.holdsMore());
        transport.takesSeries = true;
        assertTrue(held.beginSeries());
        held.endSeries();
        assertEquals(1, transport.seriesEnded);
        held.readBy(Deadline.NOW);
        assertSame(Deadline.NOW, transport.readBy);
        held.readBy(null);
        held.handshakeBy(Deadline.TRY);
        assertSame(Deadline.TRY, transport.wholeReadDeadline());
        held.writeBy(Deadline.NOW);
        assertSame(Deadline.NOW, transport.writeBy);
        held.endWaits();
        assertEquals(1, transport.waitsEnded);
        assertEquals(Optional.of(StubTransport.PEER), held.peerAddress());
        assertEquals(SelectionKey.OP_READ, held.interestOps(SelectionKey.OP_READ));
        assertEquals(Optional.empty(), held.selectable());
    }
}
