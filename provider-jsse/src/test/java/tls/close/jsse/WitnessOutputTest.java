// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tls.close.spi.Transport;

/** What becomes of a write that fails. The SSLSocket is not told. */
class WitnessOutputTest {
    private static final byte[] FINISHED = {23, 3, 3, 0, 2, 7, 8};

    private final BrokenTransport transport = new BrokenTransport();
    private final Witness witness = new Witness(transport);
    private final WitnessOutput output = witness.output();

    @BeforeEach
    void inACall() {
        witness.enter();
    }

    private void say() throws IOException {
        output.write(FINISHED, 0, FINISHED.length);
    }

    @Test
    void nothingFollowsIt() throws IOException {
        transport.failure = new SocketException("Broken pipe");
        output.endHandshake();
        say();
        say();
        assertEquals(1, transport.writes);
        assertSame(transport.failure, assertThrows(IOException.class, output::check));
    }

    @Test
    void ofAFlightItIsKnownWhenThePeerHasItsTurn() throws IOException {
        transport.failure = new SocketException("Broken pipe");
        output.enterHandshake();
        say();
        assertFalse(output.hasFailed());
        output.leaveHandshake();
        assertSame(transport.failure, assertThrows(IOException.class, output::check));
    }

    /** Or the call would be made again, and wait for the answer to what was never said. */
    @Test
    void oneThatWasInterruptedIsNoCallThatCanBeMadeAgain() throws IOException {
        transport.failure = new InterruptedIOException("nobody has made room");
        output.enterHandshake();
        say();
        output.sendFlight();
        assertIsUnrepeatable();
    }

    @Test
    void norBehindTheHandshake() throws IOException {
        transport.failure = new InterruptedIOException("nobody has made room");
        output.endHandshake();
        say();
        assertIsUnrepeatable();
    }

    private void assertIsUnrepeatable() {
        IOException told = assertThrows(IOException.class, output::check);
        assertFalse(told instanceof InterruptedIOException, told::toString);
        assertInstanceOf(InterruptedIOException.class, told.getCause());
    }

    private static final class BrokenTransport implements Transport {
        private IOException failure = new IOException("not yet");
        private int writes;

        @Override
        public int read(ByteBuffer dst) {
            return 0;
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            writes++;
            throw failure;
        }

        @Override
        public boolean isBlocking() {
            return true;
        }
    }
}
