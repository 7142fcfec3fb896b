// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import tls.close.CloseReport;
import tls.close.TlsEndpoint;

/** Tells of each end: a log line at DEBUG and a JFR event (rule 10.3). Neither carries keys or plaintext. */
final class Announcement {
    private static final Logger LOGGER = System.getLogger("tls.close");

    /** The module is optional: a runtime image may be without it. */
    private static final boolean FLIGHT_RECORDER =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Announcement() {}

    /** @param report is asked for where somebody looks */
    static void of(TlsEndpoint endpoint, Supplier<CloseReport> report) {
        try {
            if (LOGGER.isLoggable(Level.DEBUG)) {
                LOGGER.log(Level.DEBUG, endpoint + ": " + report.get());
            }
            // An event class costs a fifth of a second to set up: not in a process that records nothing.
            if (FLIGHT_RECORDER && FlightRecorder.isInitialized()) {
                ConnectionEndEvent.commit(endpoint, report.get());
            }
        } catch (RuntimeException e) {
            // The application's own log: an end is what it is whatever that makes of it.
        }
    }
}
