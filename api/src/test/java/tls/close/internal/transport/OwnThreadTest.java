// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OwnThreadTest {
    /** Neither keeps a JVM alive nor an application that was undeployed. */
    @Test
    void rule7_7_aThreadOfOursHoldsOnToNothingOfTheApplications() throws Exception {
        InheritableThreadLocal<String> applications = new InheritableThreadLocal<>();
        applications.set("here");
        try {
            CompletableFuture<Thread> started = new CompletableFuture<>();
            CompletableFuture<String> inherited = new CompletableFuture<>();
            OwnThread.start("by this name", () -> {
                inherited.complete(String.valueOf(applications.get()));
                started.complete(Thread.currentThread());
            });
            Thread thread = started.get(60, TimeUnit.SECONDS);
            assertTrue(thread.isDaemon());
            assertEquals("by this name", thread.getName());
            assertNull(thread.getContextClassLoader());
            assertEquals("null", inherited.get());
        } finally {
            applications.remove();
        }
    }
}
