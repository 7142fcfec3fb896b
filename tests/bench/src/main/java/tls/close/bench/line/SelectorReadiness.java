// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Waits for one non-blocking channel, with a selector that was opened before anything was timed. */
final class SelectorReadiness implements Readiness {
    private final Selector selector;
    private final SelectionKey key;

    SelectorReadiness(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
        selector.selectNow();
    }

    @Override
    public void await(int operations) throws IOException {
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
        selector.select(ready -> {});
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
