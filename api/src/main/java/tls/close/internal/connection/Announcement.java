// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;
import jdk.jfr.FlightRecorder;
import tls.close.ConnectionEnd;

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

    /** @param state is asked for the end where somebody looks, once: all are told the same, whatever is met meanwhile */
    static void of(Owner owner, ConnectionState state) {
        boolean logs = isSo(() -> LOGGER.isLoggable(Level.DEBUG));
        // An event class costs a fifth of a second to set up: not in a process that records nothing.
        boolean records = isSo(() -> FLIGHT_RECORDER && FlightRecorder.isInitialized());
        if (logs || records || owner.isListening()) {
            quietly(() -> tell(owner, state.end(), logs, records));
        }
    }

    private static void tell(Owner owner, ConnectionEnd end, boolean logs, boolean records) {
        if (logs) {
            quietly(() -> LOGGER.log(Level.DEBUG, end.toString()));
        }
        if (records) {
            quietly(() -> EndRecorder.record(end));
        }
        if (owner.isListening()) {
            quietly(() -> owner.tell(end));
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
