// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a transport when the time is over, whatever is stuck on it. The library bounds the goodbye by itself; this is
 * for what comes before and after.
 */
final class Watchdog implements AutoCloseable {
    private final Transport transport;
    private final CompletableFuture<Void> bite;
    private volatile boolean bitten;

    Watchdog(Transport transport, Duration time) {
        this.transport = transport;
        this.bite = CompletableFuture.runAsync(
                this::bite, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    boolean hasBitten() {
        return bitten;
    }

    @Override
    public void close() {
        bite.cancel(false);
    }

    private void bite() {
        bitten = true;
        try {
            transport.close();
        } catch (IOException e) {
            // Whoever is stuck on it learns of it.
        }
    }
}
