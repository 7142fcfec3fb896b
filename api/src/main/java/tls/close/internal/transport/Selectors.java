// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Selectors for one wait each. Opening and closing one costs more than a wait, so that at most {@value #KEPT} unused ones
 * are kept for the whole process, each of which holds a few descriptors.
 */
final class Selectors {
    private static final int KEPT = 4;
    private static final ArrayBlockingQueue<Selector> UNUSED = new ArrayBlockingQueue<>(KEPT);

    private Selectors() {}

    /** A selector with no key. A wake-up that was meant for somebody before may end its first wait. */
    static Selector take(SelectorProvider provider) throws IOException {
        Selector kept = provider == SelectorProvider.provider() ? UNUSED.poll() : null;
        return kept == null ? provider.openSelector() : kept;
    }

    /** Takes a selector back. What was registered with it no longer is. */
    static void give(Selector selector) throws IOException {
        if (!isEmptied(selector) || selector.provider() != SelectorProvider.provider() || !UNUSED.offer(selector)) {
            selector.close();
        }
    }

    /** A key that is cancelled keeps its place, and the descriptor of a channel that is closed, until a selector looks. */
    private static boolean isEmptied(Selector selector) {
        try {
            selector.keys().forEach(SelectionKey::cancel);
            selector.selectNow();
            return true;
        } catch (IOException | ClosedSelectorException e) {
            return false;
        }
    }
}
