// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        assertTrue(mode.isBlocking(), "to the caller it still is");
    }

    @Test
    void itIsTheCallersOnceNobodyUsesIt() throws IOException {
        assertTrue(mode.isBlocking());
        assertTrue(mode.keep());
        mode.giveUpAll();
        assertTrue(channel.isBlocking());
        channel.configureBlocking(false);
        mode.giveUpAll();
        mode.giveUp();
        mode.leaveTimed();
        mode.changeBack();
        assertFalse(channel.isBlocking());
        assertFalse(mode.isBlocking());
    }

    /** Whoever has waited for it meanwhile would take what is the caller's, or block. */
    @Test
    void rule5_1_nothingIsReadOrWrittenOnceItIsTheCallersAgain() throws IOException {
        assertTrue(mode.keep());
        mode.giveUpAll();
        assertThrows(ClosedChannelException.class, () -> mode.read(channel, ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> mode.write(channel, ByteBuffer.allocate(1)));
    }

    /** Whoever comes in or goes lets others come in. */
    @ParameterizedTest
    @EnumSource(Use.class)
    @Timeout(20)
    void rule8_1_itIsLockedForAMoment(Use use) throws Exception {
        assertTrue(mode.keep());
        use.of(mode);
        FutureTask<Boolean> other = new FutureTask<>(mode::enterTimed);
        Thread thread = new Thread(other, "other");
        thread.setDaemon(true);
        thread.start();
        assertTrue(other.get(10, TimeUnit.SECONDS));
    }

    private enum Use {
        IS_BLOCKING,
        ENTER_TIMED,
        LEAVE_TIMED,
        KEEP,
        GIVE_UP,
        GIVE_UP_ALL,
        CHANGE_BACK,
        ENTER_BLOCKING,
        LEAVE_BLOCKING;

        void of(BlockingMode mode) throws IOException {
            switch (this) {
                case IS_BLOCKING -> assertTrue(mode.isBlocking());
                case ENTER_TIMED -> assertTrue(mode.enterTimed());
                case LEAVE_TIMED -> mode.leaveTimed();
                case KEEP -> assertTrue(mode.keep());
                case GIVE_UP -> mode.giveUp();
                case GIVE_UP_ALL -> mode.giveUpAll();
                case CHANGE_BACK -> mode.changeBack();
                case ENTER_BLOCKING -> assertFalse(mode.enterBlocking());
                case LEAVE_BLOCKING -> {
                    mode.giveUp();
                    assertTrue(mode.enterBlocking());
                    mode.leaveBlocking();
                }
            }
        }
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
