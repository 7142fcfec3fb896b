// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.data;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import tls.close.CloseLimits;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.ConnectionEnd;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer.Output;
import tls.close.spi.RecordLayer.Step;

/** What a reader is told, and what it does besides. */
class ReceiverTest {
    private final StubTransport transport = new StubTransport();
    private final ScriptedLayer layer = new ScriptedLayer();
    private final List<ConnectionEnd> told = new ArrayList<>();

    private Connection open(TlsEndpoint endpoint) throws IOException {
        Connection connection = new Connection(new HeldTransport(transport), layer, endpoint, new Listener(told::add));
        assertEquals(Progress.DONE, connection.handshake());
        return connection;
    }

    private static int read(Connection connection) throws IOException {
        return connection.read(ByteBuffer.allocate(10));
    }

    @Test
    void whatIsReadIsCounted() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        layer.reads(3, data(0)).reads(1, data(3)).reads(1, data(4)).reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(3, read(connection));
        assertEquals(4, connection.read(ByteBuffer.allocate(10).position(2)));
        assertEquals(3, connection.report().controlRecords());
        assertEquals(-1, read(connection));
        assertEquals(-1, read(connection));
        assertEquals(6, layer.rooms.size());
        connection.close(CloseLimits.DEFAULT.withTimeout(Duration.ZERO));
        assertEquals(7, told.get(0).bytesRead());
        assertEquals(0, connection.report().discardedRecords());
    }

    @Test
    void noRoomAsksForNothing() throws IOException {
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(0, open(TlsEndpoint.server()).read(ByteBuffer.allocate(0)));
        assertEquals(0, layer.rooms.size());
    }

    @Test
    void rule6_3_whoComesToNothingIsToldWhatToWaitFor() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        layer.reads(1, step(Step.WANT_READ)).reads(1, data(1)).reads(1, step(Step.WANT_WRITE));
        assertEquals(0, read(connection));
        assertEquals(SelectionKey.OP_READ, connection.interestOps());
        assertEquals(1, read(connection));
        assertEquals(0, connection.interestOps());
        assertEquals(0, read(connection));
        assertEquals(SelectionKey.OP_WRITE, connection.interestOps());
    }

    @Test
    void rule6_5_recordsWithoutDataAreBoundedInOneCall() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        layer.reads(300, data(0)).reads(1, data(1));
        assertEquals(0, read(connection));
        assertEquals(256, layer.rooms.size());
        assertEquals(SelectionKey.OP_READ, connection.interestOps());
        assertEquals(1, read(connection));
    }

    @Test
    void rule6_5_butNotWhereNoSelectorWouldTell() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        transport.holdsMore = true;
        layer.reads(300, data(0)).reads(1, data(1));
        assertEquals(1, read(connection));
        transport.holdsMore = false;
        transport.blocks = true;
        layer.reads(300, data(0)).reads(1, data(1));
        assertEquals(1, read(connection));
        transport.blocks = false;
        layer.reads(255, data(0)).reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(-1, read(connection), "the last one is the end");
    }

    @Test
    void rule4_1_rule4_2_theEndOfTheTransportIsToldUnlessItMayBeMissed() throws IOException {
        layer.reads(1, step(Step.END_OF_TRANSPORT));
        Connection strict = open(TlsEndpoint.server());
        assertThrows(TruncationException.class, () -> read(strict));
        assertThrows(TruncationException.class, () -> read(strict));
        assertEquals(1, layer.rooms.size());
        Connection lenient = open(TlsEndpoint.server().lenientTruncation());
        layer.reads(1, step(Step.END_OF_TRANSPORT));
        assertEquals(-1, read(lenient));
        assertEquals(Received.CUT_AT_BOUNDARY, lenient.report().received());
        layer.reads(1, failure(new SocketException("reset")));
        assertThrows(SocketException.class, () -> read(open(TlsEndpoint.server().lenientTruncation())));
    }

    @Test
    void rule6_6_ourAnswerGoesOutBeforeMoreIsRead() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        layer.reads(1, step(Step.WANT_FLUSH)).reads(1, data(1));
        layer.flushes.add(step(Step.TAKEN));
        assertEquals(1, read(connection));
        assertTrue(layer.flushes.isEmpty());
        layer.reads(1, step(Step.WANT_FLUSH)).reads(1, data(1));
        layer.flushes.add(step(Step.WANT_WRITE));
        assertEquals(0, read(connection));
        assertEquals(SelectionKey.OP_WRITE, connection.interestOps());
    }

    /** Whoever writes is told of it; what the peer has sent is read (rule 4.7). */
    @Test
    void rule4_7_anAnswerThatTheTransportDoesNotTakeIsNoFailureOfReading() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        IOException pipe = new SocketException("broken pipe");
        layer.reads(1, step(Step.WANT_FLUSH)).reads(1, data(1)).reads(1, step(Step.CLOSE_NOTIFY));
        layer.flushes.add(failure(pipe));
        assertEquals(1, read(connection));
        assertFalse(connection.isOutputOpen());
        assertSame(
                pipe,
                assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1)))
                        .getCause());
        assertEquals(-1, read(connection));
    }

    /** A backend may go on asking for it, which would have no end (rule 6.4). */
    @Test
    void rule6_4_onlyOnce() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        IOException pipe = new SocketException("broken pipe");
        layer.reads(2, step(Step.WANT_FLUSH));
        layer.flushes.add(failure(pipe));
        layer.flushes.add(failure(pipe));
        assertSame(pipe, assertThrows(IOException.class, () -> read(connection)));
    }

    @Test
    void anAnswerThatAReadHasMadeIsSentByIt() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        layer.reads(1, dst -> {
            layer.owes = true;
            return data(1).on(dst);
        });
        layer.flushes.add(step(Step.TAKEN));
        assertEquals(1, read(connection));
        assertTrue(layer.flushes.isEmpty());
        layer.reads(1, data(1));
        layer.flushes.add(step(Step.TAKEN));
        assertEquals(1, read(connection));
        assertEquals(1, layer.flushes.size(), "there was none");
    }

    /** A reader would have to wait with it. */
    @Test
    void whatAWriterHasNotGotOutOnABlockingTransportIsLeftToIt() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        transport.blocks = true;
        layer.owes = true;
        layer.flushes.add(step(Step.TAKEN));
        layer.reads(1, data(1));
        assertEquals(1, read(connection));
        assertEquals(1, layer.flushes.size());
    }

    @Test
    void theBackendsAnswerToAnEndIsSent() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        transport.blocks = true;
        layer.reads(1, dst -> {
            layer.owes = true;
            layer.ending = Output.CLOSE_NOTIFY;
            return Step.CLOSE_NOTIFY;
        });
        assertEquals(-1, read(connection));
        assertEquals(Sent.CLOSE_NOTIFY, connection.report().sent());
        assertFalse(connection.isOutputOpen());
        assertEquals(1, told.size());
    }

    @Test
    void whatTheTransportDidNotTakeOfItIsSentByTheNextRead() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        layer.flushes.add(step(Step.WANT_WRITE));
        layer.reads(1, dst -> {
            layer.owes = true;
            layer.ending = Output.CLOSE_NOTIFY;
            return Step.CLOSE_NOTIFY;
        });
        assertEquals(-1, read(connection));
        assertEquals(Sent.CLOSE_NOTIFY_PENDING, connection.report().sent());
        assertEquals(-1, read(connection));
        assertEquals(Sent.CLOSE_NOTIFY, connection.report().sent());
    }

    @Test
    void rule4_3_ourAlertGoesOutWithTheRefusal() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        SSLException bad = new SSLException("bad record MAC");
        layer.reads(1, dst -> {
            layer.owes = true;
            layer.ending = Output.FATAL_ALERT;
            throw bad;
        });
        assertSame(bad, assertThrows(SSLException.class, () -> read(connection)));
        assertEquals(Sent.FATAL_ALERT, connection.report().sent());
        assertSame(bad, assertThrows(SSLException.class, () -> read(connection)));
        assertEquals(1, told.size());
    }

    @Test
    void rule3_7_nothingIsReadFromWhatIsTheCallersAgain() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        connection.transport().handBack();
        assertThrows(ClosedChannelException.class, () -> read(connection));
        assertThrows(ClosedChannelException.class, () -> connection.receiver().readRecord(ByteBuffer.allocate(1)));
        assertEquals(0, layer.rooms.size());
    }

    /** It has thrown data away, so that what it met is no end of what was read. */
    @Test
    void rule3_7_whoHadToWaitForAGoodbyeIsToldThatItIsClosed() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        Sides unused = connection.state().apply(Event.PEER_CLOSE_NOTIFY);
        connection.transport().handBack();
        assertThrows(ClosedChannelException.class, () -> connection.receiver().read(ByteBuffer.allocate(1), null));
    }

    @Test
    void rule8_4_aReaderLeavesAConnectionThatIsClosed() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        layer.reads(1, dst -> {
                    assertTrue(connection.transport().beginClose());
                    return Step.TAKEN;
                })
                .reads(1, data(1));
        assertThrows(ClosedChannelException.class, () -> read(connection));
        assertEquals(1, layer.rooms.size());
    }

    @Test
    void rule7_1_whatIsReadHasTheTimeOfWhoeverReads() throws IOException {
        Connection connection = open(TlsEndpoint.server());
        Deadline late = Deadline.after(Duration.ofHours(1));
        layer.reads(1, dst -> {
            assertSame(late, transport.readBy);
            assertSame(late, connection.receiver().deadline());
            return data(1).on(dst);
        });
        assertEquals(1, connection.read(ByteBuffer.allocate(1), late));
        assertNull(transport.readBy);
        assertNull(connection.receiver().deadline());
    }
}
