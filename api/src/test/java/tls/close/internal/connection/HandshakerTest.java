// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.DeadlineTransport;
import tls.close.spi.RecordLayer.Step;

/** The clock of the first handshake (rule 7.8). */
class HandshakerTest {
    private final Clock transport = new Clock();
    private final Layer layer = new Layer();

    private Connection within(Duration timeout) {
        TlsEndpoint endpoint = TlsEndpoint.server().handshakeTimeout(timeout);
        return new Connection(new HeldTransport(transport), layer, endpoint, new NoOwner());
    }

    @Test
    void rule7_8_aLaterHandshakeHasTheTimeOfWhoeverMeetsIt() throws IOException {
        Connection connection = within(Duration.ofNanos(1));
        layer.steps.add(Step.TAKEN);
        assertEquals(Progress.DONE, connection.handshake());

        layer.steps.addAll(List.of(Step.WANT_FLUSH, Step.TAKEN));
        assertEquals(Progress.DONE, new Handshaker(connection).renegotiate(null));

        assertEquals(List.of(Optional.empty()), layer.flushedBy, "the time of the first handshake was over");
    }

    @Test
    void rule7_8_whoMeetsALaterHandshakeHasItsOwnTime() throws IOException {
        Connection connection = within(Duration.ofHours(1));
        layer.steps.add(Step.TAKEN);
        assertEquals(Progress.DONE, connection.handshake());

        Deadline own = Deadline.after(Duration.ofHours(2));
        layer.steps.addAll(List.of(Step.WANT_FLUSH, Step.TAKEN));
        assertEquals(Progress.DONE, new Handshaker(connection).renegotiate(own));

        assertEquals(List.of(Optional.of(own)), layer.flushedBy);
    }

    @Test
    void rule7_8_theTimeRunsFromTheFirstCallOnAndNotFromEach() throws IOException {
        Connection connection = within(Duration.ofHours(1));
        layer.steps.addAll(List.of(Step.WANT_FLUSH, Step.WANT_READ, Step.WANT_FLUSH, Step.WANT_READ));
        assertEquals(Progress.WANT_READ, connection.handshake());
        assertEquals(Progress.WANT_READ, connection.handshake());

        assertEquals(2, layer.flushedBy.size());
        assertEquals(layer.flushedBy.get(0), layer.flushedBy.get(1), "each call has its own deadline");
    }

    @Test
    void rule7_8_whatIsNotDoneByThenHasFailed() {
        Connection connection = within(Duration.ofNanos(1));
        layer.steps.add(Step.WANT_READ);
        assertThrows(CloseTimeoutException.class, () -> connection.handshake());
        assertEquals(OutputSide.FAILED, connection.state().sides().output());
        assertEquals(InputSide.UNUSED, connection.state().sides().input());
    }

    /** A backend whose handshake goes as it is told. */
    private final class Layer extends WatchedLayer {
        private final Deque<Step> steps = new ArrayDeque<>();
        private final List<Optional<Deadline>> flushedBy = new ArrayList<>();

        @Override
        public Step handshake() {
            return steps.remove();
        }

        @Override
        public Step read(ByteBuffer dst) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public Step flush() {
            flushedBy.add(transport.mayWriteUntil());
            return Step.TAKEN;
        }
    }

    /** Notes until when it may wait. */
    private static final class Clock extends DeadlineTransport {
        private Optional<Deadline> writeBy = Optional.empty();

        Optional<Deadline> mayWriteUntil() {
            return writeBy;
        }

        @Override
        public void writeBy(@Nullable Deadline deadline) {
            super.writeBy(deadline);
            writeBy = Optional.ofNullable(deadline);
        }

        @Override
        public int read(ByteBuffer dst) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public void write(ByteBuffer src) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public boolean isBlocking() {
            return false;
        }

        @Override
        public void endWaits() {}
    }
}
