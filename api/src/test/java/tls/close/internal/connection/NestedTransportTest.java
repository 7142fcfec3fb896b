// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.data;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.Selectable;
import tls.close.internal.transport.TransportAbandonedException;
import tls.close.spi.RecordLayer.Step;

/** What a connection makes of another one below it (rule 5.3). */
class NestedTransportTest {
    private static final Deadline HOUR = Deadline.after(Duration.ofHours(1));

    private final StubTransport below = new StubTransport();
    private final ScriptedLayer layer = new ScriptedLayer();
    private final Connection outer =
            new Connection(new HeldTransport(below), layer, TlsEndpoint.server(), new NoOwner());
    private final NestedTransport transport = new NestedTransport(outer);

    @BeforeEach
    void connect() throws IOException {
        assertEquals(Progress.DONE, outer.handshake());
    }

    private int read() throws IOException {
        return transport.read(ByteBuffer.allocate(10));
    }

    private static void assertIsNoVerdictOfTls(SSLException cause, IOException thrown) {
        assertFalse(thrown instanceof SSLException);
        assertSame(cause, thrown.getCause());
    }

    @Test
    void rule7_1_theOuterConnectionIsReadAndWrittenInTheTimeOfTheInner() throws IOException {
        transport.readBy(HOUR);
        layer.reads(1, dst -> {
            assertSame(HOUR, below.readBy);
            return data(3).on(dst);
        });
        assertEquals(3, read());
        transport.writeBy(HOUR);
        layer.writes.add(src -> {
            assertSame(HOUR, below.writeBy);
            src.position(src.limit());
            return Step.TAKEN;
        });
        transport.write(ByteBuffer.allocate(10));
        assertTrue(layer.writes.isEmpty());
    }

    @Test
    void rule4_1_anOuterConnectionThatIsCutIsTheEndOfTheTransport() throws IOException {
        layer.reads(1, step(Step.END_OF_TRANSPORT));
        assertEquals(-1, read());
    }

    @Test
    void whatGoesWrongOutsideIsNoVerdictOfTheInnerTls() {
        SSLException refused = new SSLException("bad record");
        layer.reads(1, failure(refused));
        assertIsNoVerdictOfTls(refused, assertThrows(IOException.class, this::read));
    }

    @Test
    void whatGoesWrongOutsideInAWriteIsNoVerdictEither() {
        SSLException refused = new SSLException("renegotiation");
        layer.writes.add(failure(refused));
        ByteBuffer data = ByteBuffer.allocate(10);
        assertIsNoVerdictOfTls(refused, assertThrows(IOException.class, () -> transport.write(data)));
    }

    @Test
    void rule7_4_anOuterTransportThatWasGivenUpIsGivenUp() {
        layer.writes.add(failure(new TransportAbandonedException(null)));
        ByteBuffer data = ByteBuffer.allocate(10);
        assertInstanceOf(
                TransportAbandonedException.class, assertThrows(IOException.class, () -> transport.write(data)));
    }

    @Test
    void rule6_1_itTakesAsMuchAsTheOuterOneAndDoesNotSpin() throws IOException {
        layer.writes.add(src -> {
            src.position(3);
            return Step.WANT_WRITE;
        });
        layer.writes.add(src -> {
            src.position(5);
            return Step.WANT_WRITE;
        });
        layer.writes.add(step(Step.WANT_WRITE));
        ByteBuffer data = ByteBuffer.allocate(10);
        transport.write(data);
        assertEquals(5, data.position());
        assertTrue(layer.writes.isEmpty());
    }

    @Test
    void whatIsKnownBelowIsAskedThere() throws IOException {
        assertSame(outer, transport.outer());
        assertFalse(transport.isBlocking() || transport.holdsMore());
        layer.held = 1;
        assertTrue(transport.holdsMore());
        assertEquals(Optional.of(StubTransport.PEER), transport.peerAddress());
        layer.held = 0;
        assertEquals(0, read());
        assertEquals(SelectionKey.OP_READ, transport.interestOps(SelectionKey.OP_WRITE));
    }

    /** One try over an outer connection that blocks might have to read more than is here. */
    @Test
    void aSelectorCanWaitForItOnlyWhereTheOuterOneDoesNotBlock() {
        Selectable channel = new StubSelector().new Place();
        below.selectable = Optional.of(channel);
        assertSame(channel, transport.selectable().orElseThrow());
        below.blocks = true;
        assertTrue(transport.isBlocking());
        assertEquals(Optional.empty(), transport.selectable());
    }
}
