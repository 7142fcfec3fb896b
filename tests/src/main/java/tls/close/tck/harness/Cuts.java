// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestReporter;

/**
 * Ends the transport after each byte of the peer's {@link LastFlight}, from none to all, every time on a new connection,
 * and counts how many of these ends were told for what they are.
 */
public final class Cuts {

    /** A connection whose transport ends after so many bytes of the flight, and what must be said of it. */
    public interface Attempt {
        LastFlight cutAfter(int count) throws Exception;
    }

    private Cuts() {}

    /**
     * Counts, tells the number, and fails if it is not the number of attempts.
     *
     * @param how by what the end is met
     */
    public static void everywhere(Setting setting, String how, TestReporter reporter, Attempt attempt)
            throws Exception {
        int length = length(setting);
        List<String> failures = new ArrayList<>();
        for (int count = 0; count < length; count++) {
            failure(attempt, count, length).ifPresent(failures::add);
        }
        int recognised = length - failures.size();
        Optional<String> whole = failure(attempt, length, length);
        whole.ifPresent(failures::add);
        String result = String.format(
                "%s %s %s %s, %s: %d of %d truncations recognised, the whole flight %s",
                setting.provider().name(),
                setting.version(),
                setting.role(),
                setting.nearEnd(),
                how,
                recognised,
                length,
                whole.isEmpty() ? "orderly" : "NOT orderly");
        reporter.publishEntry("cuts", result);
        System.out.println("cuts: " + result);
        assertEquals(List.of(), failures);
    }

    private static int length(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            return LastFlight.of(setting, session.heard()).length();
        }
    }

    private static Optional<String> failure(Attempt attempt, int count, int length) throws Exception {
        try {
            assertEquals(length, attempt.cutAfter(count).length(), "the length of the flight");
            return Optional.empty();
        } catch (AssertionError | IOException e) {
            return Optional.of("after " + count + " of " + length + " bytes: " + e);
        }
    }
}
