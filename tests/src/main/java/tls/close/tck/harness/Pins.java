// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Hears from the JDK, while it is open, where a virtual thread waits and keeps the thread that carries it. */
public final class Pins implements AutoCloseable {
    private static final String EVENT = "jdk.VirtualThreadPinned";
    private static final String REASON = "pinnedReason";
    private static final String LIBRARY = "tls.close.";
    private static final String KIT = "tls.close.tck.";
    private static final String TRANSPORTS = "sun.nio.ch.";

    /** How the reason begins where a class is wanted that another thread is just initializing: once per JVM. */
    private static final String INITIALIZATION = "Waited for initialization of";

    private final Recording recording;

    private Pins(Recording recording) {
        this.recording = recording;
    }

    /** Begins to listen; skips the test where the runtime has no virtual threads or no flight recorder. */
    public static Pins listen() {
        assumeTrue(Threads.VIRTUAL.exist(), "virtual threads came with JDK 21");
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.jfr").isPresent(),
                "this Java runtime is without the module jdk.jfr");
        Recording recording = new Recording();
        recording.enable(EVENT).withThreshold(Duration.ZERO).withStackTrace();
        recording.start();
        return new Pins(recording);
    }

    /**
     * Where the library is among those who called, and a socket or a channel is what was waited for; the recording is
     * over then. Others are the backend's: its native code calls back into Java, where a lock may have to be waited for.
     */
    public List<RecordedEvent> ofLibrary() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("tls-close", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(Pins::isOfLibrary)
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isOfLibrary(RecordedEvent event) {
        if (!event.getEventType().getName().equals(EVENT)
                || event.getStackTrace() == null
                || waitsForInitialization(event)) {
            return false;
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        return frames.stream().anyMatch(frame -> isOf(TRANSPORTS, frame))
                && frames.stream().anyMatch(frame -> isOf(LIBRARY, frame) && !isOf(KIT, frame));
    }

    private static boolean waitsForInitialization(RecordedEvent event) {
        String reason =
                event.hasField(REASON) ? event.getString(REASON) : null; // Since JDK 24, and then it may be null.
        return reason != null && reason.startsWith(INITIALIZATION);
    }

    private static boolean isOf(String packages, RecordedFrame frame) {
        return frame.getMethod().getType().getName().startsWith(packages);
    }

    @Override
    public void close() {
        recording.close();
    }
}
