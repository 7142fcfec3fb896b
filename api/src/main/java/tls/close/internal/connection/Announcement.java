// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;
import jdk.jfr.FlightRecorder;

/**
 * Tells of each end: a log line at DEBUG, a JFR event, and whoever listens to the context (rule 10.3). None carries keys or
 * plaintext.
 */
final class Announcement {
    private static final Logger LOGGER = System.getLogger("tls.close");

    /** The module is optional: a runtime image may be without it. */
    private static final boolean FLIGHT_RECORDER =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Announcement() {}

    /** @param state is asked for the end where somebody looks */
    static void of(Owner owner, ConnectionState state) {
        if (isSo(() -> LOGGER.isLoggable(Level.DEBUG))) {
            quietly(() -> LOGGER.log(Level.DEBUG, state.end().toString()));
        }
        // An event class costs a fifth of a second to set up: not in a process that records nothing.
        if (isSo(() -> FLIGHT_RECORDER && FlightRecorder.isInitialized())) {
            quietly(() -> EndRecorder.record(state.end()));
        }
        if (owner.isListening()) {
            quietly(() -> owner.tell(state.end()));
        }
    }

    private static boolean isSo(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (Throwable e) { // As below.
            return false;
        }
    }

    /** Logs, listeners and recorders are not ours: an end is what it is whatever they make of it. */
    private static void quietly(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable e) { // An assertion of a test's listener, too, or what another language throws undeclared.
            // The next one is told all the same, and whoever ends the connection learns how it has ended.
        }
    }
}
