// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Hears what is told of ends of connections while it is open: log lines and events of the flight recorder. */
public final class Announcements implements AutoCloseable {
    private static final Set<String> EVENTS = Set.of("tls.close.ConnectionEnd", "tls.close.ConnectionFailure");

    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final LogListener listener = new LogListener(lines::add);
    private final Recording recording;

    private Announcements(Recording recording) {
        this.recording = recording;
    }

    /** Begins to listen; skips the test where the runtime has no flight recorder. */
    public static Announcements listen() {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.jfr").isPresent(),
                "this Java runtime is without the module jdk.jfr");
        Recording recording = new Recording();
        EVENTS.forEach(name -> recording.enable(name).withoutStackTrace());
        recording.start();
        return new Announcements(recording);
    }

    public List<LogRecord> lines() {
        return List.copyOf(lines);
    }

    /** The texts of the lines, with whatever was thrown. */
    public List<String> texts() {
        SimpleFormatter formatter = new SimpleFormatter();
        return lines.stream().map(formatter::format).toList();
    }

    /** All events since the beginning; the recording is over then. */
    public List<RecordedEvent> events() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("tls-close", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> EVENTS.contains(event.getEventType().getName()))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
        listener.close();
    }
}
