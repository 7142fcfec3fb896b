// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Selectors that are kept for the next wait. */
class SelectorsTest {
    private static final SelectorProvider JDK = SelectorProvider.provider();

    @Test
    void whatWasRegisteredNoLongerIsWhenItIsGivenBack() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel channel = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            channel.configureBlocking(false);
            Selector selector = Selectors.take(JDK);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Selectors.give(selector);
            assertFalse(key.isValid());
            assertFalse(channel.isRegistered());
            assertTrue(sink.isOpen());
        }
    }

    @Test
    void aFewAreKeptAndNoMore() throws IOException {
        List<Selector> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(Selectors.take(JDK));
        }
        for (Selector each : all) {
            Selectors.give(each);
        }
        assertEquals(4, all.stream().filter(Selector::isOpen).count());
        Stream<Selector> kept = all.stream().filter(Selector::isOpen);
        Selector next = Selectors.take(JDK);
        assertTrue(kept.anyMatch(each -> each == next));
        Selectors.give(next);
    }

    @Test
    void oneThatIsClosedIsNotKept() throws IOException {
        Selector closed = Selectors.take(JDK);
        closed.close();
        Selectors.give(closed);
        for (int i = 0; i < 5; i++) {
            Selector next = Selectors.take(JDK);
            assertNotSame(closed, next);
            next.close();
        }
    }
}
