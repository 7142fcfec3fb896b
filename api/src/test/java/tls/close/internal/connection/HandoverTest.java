// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;

/** A writer who waits for a reader, and what ends that. */
@Timeout(30)
class HandoverTest {
    private final HeldTransport transport = new HeldTransport(new StubTransport());
    private final ScriptedLayer layer = new ScriptedLayer();

    private Connection within(Duration handshakeTimeout) {
        layer.held = 1;
        return new Connection(transport, layer, TlsEndpoint.server().handshakeTimeout(handshakeTimeout), new NoOwner());
    }

    private static FutureTask<Boolean> waiting(Handover handover, @Nullable Deadline deadline) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            handover.await(deadline);
            return true;
        });
        Thread thread = new Thread(task, "writer");
        thread.setDaemon(true);
        thread.start();
        while (!task.isDone() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void itEndsWhenTheDataIsRead() throws Exception {
        Handover handover = new Handover(within(Duration.ofHours(1)));
        FutureTask<Boolean> writer = waiting(handover, null);
        FutureTask<Boolean> other = waiting(handover, Deadline.after(Duration.ofHours(1)));
        assertFalse(writer.isDone());
        layer.held = 0;
        handover.wake();
        assertTrue(writer.get() && other.get());
        assertTrue(waiting(handover, null).get(), "there is nothing to wait for");
    }

    @Test
    void itEndsWithTheInput() throws Exception {
        Connection connection = within(Duration.ofHours(1));
        Handover handover = new Handover(connection);
        FutureTask<Boolean> writer = waiting(handover, null);
        connection.state().transportEnded(0);
        handover.wake();
        assertTrue(writer.get());
    }

    @Test
    void itEndsWithTheConnection() throws Exception {
        Handover handover = new Handover(within(Duration.ofHours(1)));
        FutureTask<Boolean> writer = waiting(handover, null);
        assertTrue(transport.beginClose());
        handover.wake();
        assertTrue(writer.get());
    }

    @Test
    void rule7_8_itHasTheTimeOfAHandshakeAndTheCallersOwn() {
        Handover brief = new Handover(within(Duration.ofNanos(1)));
        IOException thrown = assertThrows(IOException.class, () -> brief.await(null));
        assertFalse(thrown instanceof SocketTimeoutException, thrown::toString);
        Handover handover = new Handover(within(Duration.ofHours(1)));
        assertThrows(SocketTimeoutException.class, () -> handover.await(Deadline.after(Duration.ofMillis(1))));
    }

    @Test
    void rule7_3_anInterruptEndsItAndStays() {
        Handover handover = new Handover(within(Duration.ofHours(1)));
        Thread.currentThread().interrupt();
        assertInstanceOf(InterruptedIOException.class, assertThrows(IOException.class, () -> handover.await(null)));
        assertTrue(Thread.interrupted());
    }
}
