// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;
import tls.close.internal.transport.Selectable;

/** The place of a goodbye in a selector. The channel is in non-blocking mode from the beginning to {@link #release}. */
final class GoodbyeSeat {
    private final Selector selector;
    private final Selectable selectable;
    private final Runnable giveBack;
    private @Nullable SelectionKey key;

    private GoodbyeSeat(Selector selector, Selectable selectable, Runnable giveBack) {
        this.selector = selector;
        this.selectable = selectable;
        this.giveBack = giveBack;
    }

    /** Null where this selector cannot wait for it, or not now: somebody is blocked in it, or it is closed. */
    static @Nullable GoodbyeSeat of(Selectable selectable, Selector selector) {
        if (selectable.channel().provider() != selector.provider()) {
            return null;
        }
        try {
            Runnable giveBack = selectable.hold();
            return giveBack == null ? null : new GoodbyeSeat(selector, selectable, giveBack);
        } catch (IOException e) {
            return null; // Whoever uses it meets that it is closed.
        }
    }

    void await(int operations, Goodbye goodbye) throws IOException {
        try {
            if (key == null || !key.isValid()) {
                key = selectable.channel().register(selector, operations, goodbye);
            } else if (key.interestOps() != operations) {
                key.interestOps(operations);
            }
        } catch (ClosedChannelException | CancelledKeyException | IllegalBlockingModeException e) {
            // Another thread has closed it just now, or ended the connection: a look around finds that.
        }
    }

    /** While somebody else goes on. */
    void awaitNothing() {
        if (key != null && key.isValid()) {
            key.interestOps(0);
        }
    }

    /** Whether the selector tells when it is ready. */
    boolean isWatched() {
        return key != null && key.isValid() && key.interestOps() != 0;
    }

    /** Whether the selector has to look once before it can be {@linkplain #release released}. */
    boolean leave() {
        if (key != null) {
            key.cancel();
        }
        return key != null;
    }

    /** Gives the channel its mode back. */
    void release() {
        giveBack.run();
    }
}
