// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tls.close.ConnectionEnd;
import tls.close.TlsEndpoint;

/** Who is told of an end (rule 10.3), each without the others. */
class AnnouncementTest {
    private static final String PROPER = "tls.close.ConnectionEnd";
    private static final String FAILURE = "tls.close.ConnectionFailure";

    private static ConnectionState state() {
        return new ConnectionState(TlsEndpoint.server(), new StubTransport(), new NoOwner());
    }

    private static ConnectionState cut() {
        ConnectionState state = state();
        state.handshakeDone("TLSv1.3");
        state.transportEnded(3);
        return state;
    }

    @Test
    void rule10_3_theFlightRecorderIsToldWhereNobodyElseIs(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("ends.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(PROPER);
            recording.enable(FAILURE);
            recording.start();
            Announcement.of(new NoOwner(), state());
            Announcement.of(new NoOwner(), cut());
            recording.disable(PROPER);
            Announcement.of(new NoOwner(), state());
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> told = RecordingFile.readAllEvents(file);
        assertEquals(
                List.of(PROPER + " NOTHING", FAILURE + " CUT_INSIDE_RECORD"),
                told.stream()
                        .map(event -> event.getEventType().getName() + " " + event.getString("received"))
                        .toList());
    }

    @Test
    void rule10_3_aListenerIsToldWhateverItMakesOfIt() {
        List<ConnectionEnd> told = new ArrayList<>();
        ConnectionState state = cut();
        Announcement.of(
                new NoOwner() {
                    @Override
                    public boolean isListening() {
                        return true;
                    }

                    @Override
                    public void tell(ConnectionEnd end) {
                        told.add(end);
                        throw new AssertionError("a bug of the listener's");
                    }
                },
                state);
        assertEquals(
                List.of("cut in a record"),
                told.stream().map(ConnectionEnd::cause).toList());
    }
}
