// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.net.SocketAddress;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tls.close.spi.Transport;

/** A transport whose waits a connection can bound. Each side has its own deadline, guarded by that side's lock. */
public interface TimedTransport extends Transport {

    /**
     * From now on reads wait until then, can be interrupted, and throw {@link java.net.SocketTimeoutException} when it
     * is over; with null they wait as the caller's own reads would, and with {@link Deadline#NOW} they take what is
     * there: 0 where nothing is, or where that cannot be asked.
     */
    void readBy(@Nullable Deadline deadline);

    /**
     * From now on a write that is stuck at that time ends with {@link java.net.SocketTimeoutException} and can go on
     * later; where nothing but closing the transport can end it, it closes it and throws
     * {@link TransportAbandonedException} (rule 7.4). With null it waits as the caller's own writes would.
     */
    void writeBy(@Nullable Deadline deadline);

    /**
     * Reads and writes have this deadline too until it is null again, beside their own. Unlike that it leaves the
     * caller's own timeouts in force.
     */
    void handshakeBy(@Nullable Deadline deadline);

    /**
     * Announces several reads and writes with deadlines, for which a channel that blocks changes its mode once and not for
     * each (rule 5.1).
     *
     * @return whether {@link #endSeries} is to be called
     */
    default boolean beginSeries() {
        return false;
    }

    /** The series is over. */
    default void endSeries() {}

    /** Both sides have ended: whoever is still in one does nothing there any more. It is as its owner had it. */
    default void handBack() {}

    /** Nobody begins anything more: it is as its owner had it as soon as nobody is in a read or a write. */
    default void letGo() {}

    /** Ends the waits of reads with a deadline, now and later: with {@link java.nio.channels.ClosedChannelException}. */
    void endWaits();

    /**
     * What a selector can wait for in its place; empty where only a thread can.
     *
     * @throws IllegalBlockingModeException where neither can: it returns without progress, and nothing tells of more
     */
    default Optional<Selectable> selectable() {
        return Optional.empty();
    }

    /** The address of the other end, where one is known; also when it has ended, as it is asked for then. */
    default Optional<SocketAddress> peerAddress() {
        return Optional.empty();
    }

    /** What a call that came to nothing waits for: what it tried, unless the transport knows better. */
    default int interestOps(int tried) {
        return tried;
    }
}
