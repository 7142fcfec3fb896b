// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a channel that blocks is in its own mode again (rules 5.1, 5.3). */
class BlockingModeTest {
    private final SocketChannel channel;
    private final BlockingMode mode;

    BlockingModeTest() throws IOException {
        channel = SocketChannel.open();
        mode = new BlockingMode(channel);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    @Test
    void itIsChangedOnceForSeveralUses() throws IOException {
        assertTrue(mode.keep());
        for (int i = 0; i < 2; i++) {
            assertTrue(mode.enterTimed());
            mode.leaveTimed();
            assertFalse(channel.isBlocking());
            assertTrue(mode.isBlocking(), "to the caller it still is");
        }
        mode.giveUp();
        assertTrue(channel.isBlocking());
    }

    @Test
    void whoeverIsBlockedInItIsNotWaitedFor() throws IOException {
        assertTrue(mode.enterBlocking());
        assertFalse(mode.keep() || mode.enterTimed());
        assertTrue(channel.isBlocking());
        mode.leaveBlocking();
        assertTrue(mode.keep());
        assertFalse(mode.enterBlocking());
    }

    @Test
    void whenBothSidesHaveEndedNobodyKeepsIt() throws IOException {
        assertTrue(mode.keep());
        assertTrue(mode.keep() && mode.enterTimed());
        mode.changeBack();
        assertTrue(channel.isBlocking());
        mode.giveUp();
        mode.leaveTimed();
        mode.giveUp();
        assertTrue(channel.isBlocking());
        assertTrue(mode.enterTimed());
        assertFalse(channel.isBlocking());
    }

    @Test
    void whoeverIsInItIsLetGoOn() throws IOException {
        assertTrue(mode.keep() && mode.enterTimed());
        mode.giveUpAll();
        assertFalse(channel.isBlocking());
        mode.leaveTimed();
        assertTrue(channel.isBlocking());
        mode.giveUp();
        assertTrue(channel.isBlocking());
    }

    @Test
    void aSelectorThatWaitsForItIsLetGoOn() throws IOException {
        try (Selector selector = Selector.open()) {
            assertTrue(mode.enterTimed());
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            mode.changeBack();
            assertFalse(channel.isBlocking());
            key.cancel();
            mode.leaveTimed();
            assertTrue(channel.isBlocking());
        }
    }

    @Test
    void aChannelThatIsClosedHasNoMode() throws IOException {
        assertTrue(mode.keep() && mode.enterTimed());
        channel.close();
        mode.leaveTimed();
        mode.changeBack();
        mode.giveUp();
        assertTrue(mode.isBlocking() || !channel.isOpen());
    }
}
