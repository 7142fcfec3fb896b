// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears the library's log lines while it is open, in the thread that tells them. */
public final class LogListener implements AutoCloseable {
    // What java.util.logging does not hold on to itself.
    private final Logger logger = Logger.getLogger("tls.close");
    private final Handler handler;

    public LogListener(Consumer<LogRecord> listener) {
        handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                listener.accept(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        logger.setLevel(Level.FINE); // What System.Logger calls DEBUG.
        logger.setUseParentHandlers(false);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }
}
