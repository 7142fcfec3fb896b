// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/** What a selector can wait for. */
public interface Selectable {
    /** To be registered while it is held. */
    SelectableChannel channel();

    /**
     * Has it in non-blocking mode.
     *
     * @return gives it its own mode back, once it is not registered any more; null if somebody is blocked in it
     * @throws IOException if it is closed
     */
    @Nullable
    Runnable hold() throws IOException;
}
