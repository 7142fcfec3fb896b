// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.interop.LocalEnd;

/** What is tried with every peer that can: a column of the table. What no peer may bring about is asserted here. */
enum Act {
    WE_END_RDWR("we end: `SHUT_RDWR`") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            peer.manner().answerOurEnd();
            return bye(us);
        }
    },
    WE_END_WR("we end: `SHUT_WR`, then read") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            peer.manner().answerOurEnd();
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_WR));
            return drain(us).end;
        }
    },
    OF_OUR_END("what it says of our end") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            peer.manner().answerOurEnd();
            bye(us);
            return peer.manner().ofOurEnd();
        }
    },
    IT_ENDS_RDWR("it ends: `SHUT_RDWR`") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            peer.manner().end(us);
            us.awaitReadable();
            return bye(us);
        }
    },
    IT_ENDS_WR("it ends: read, then `SHUT_WR`") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            peer.manner().end(us);
            String end = drain(us).end;
            if (us.report().orderly()) {
                assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_WR));
                assertTrue(us.report().transportReusable());
                assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            }
            return end;
        }
    },
    LATE_READ("late data to us: `SHUT_WR`") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            long all = peer.manner().answerOurEndLate(us);
            us.bye(CloseRequest.SHUT_WR);
            Drained drained = drain(us);
            return share(drained.count, all) + ", " + drained.end;
        }
    },
    LATE_DISCARDED("late data to us: `SHUT_RDWR`") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            long all = peer.manner().answerOurEndLate(us);
            String end = bye(us);
            return share(us.report().discardedBytes(), all) + ", " + end;
        }
    },
    LATE_WRITTEN("late data to it") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            peer.manner().end(us);
            Drained drained = drain(us);
            if (!us.tls().isOutputOpen()) {
                return "backend cannot";
            }
            try {
                us.write("x".repeat(LATE));
            } catch (IOException e) {
                return "cannot write after “" + drained.end + "”";
            }
            us.bye(CloseRequest.SHUT_WR);
            return peer.manner().drained();
        }
    },
    SILENT("it is silent") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            peer.manner().answerOurEnd();
            peer.program().suspend();
            try {
                assertThrows(CloseTimeoutException.class, () -> us.tls().bye(CloseRequest.SHUT_RDWR, SHORT));
                assertFalse(us.report().transportReusable());
            } finally {
                peer.program().resume();
            }
            return "time-out, then " + bye(us);
        }
    },
    KILLED("killed") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            peer.manner().sendWithoutEnd(us);
            peer.program().kill();
            Drained drained = drain(us);
            assertFalse(us.report().orderly(), us.report().toString());
            return drained.end;
        }
    },
    PLAINTEXT("plaintext afterwards") {
        @Override
        String play(LocalEnd us, Remote peer) throws Exception {
            peer.manner().exchange(us);
            peer.manner().answerOurEnd();
            peer.manner().swap(SWAPPED);
            String end = bye(us);
            if (!us.report().transportReusable()) {
                return end;
            }
            byte[] ours = "p".repeat(SWAPPED).getBytes(US_ASCII);
            return Arrays.equals(ours, us.swapPlaintext(ours)) ? peer.manner().swapped() : "not what it sent";
        }
    };

    /** More than a record. */
    private static final int LATE = 100_000;

    private static final int SWAPPED = 50_000;
    private static final CloseLimits PATIENT = CloseLimits.DEFAULT.withDiscardedBytes(2L * SharedFiles.LONG);
    private static final CloseLimits SHORT = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(100));

    private final String title;

    Act(String title) {
        this.title = title;
    }

    /** The column's. */
    String title() {
        return title;
    }

    /** Between the handshake and the end: what is to stand in the table. */
    abstract String play(LocalEnd us, Remote peer) throws Exception;

    /** All of it, or how much. */
    private static String share(long count, long all) {
        return count >= all ? "all" : count == 0 ? "none" : "some";
    }

    private static String bye(LocalEnd us) {
        boolean done;
        try {
            done = us.tls().bye(CloseRequest.SHUT_RDWR, PATIENT) == Progress.DONE;
        } catch (IOException e) {
            done = false;
        }
        assertEquals(us.report().orderly(), done, us.report().toString());
        return end(us.report());
    }

    private static Drained drain(LocalEnd us) {
        Counter counter = new Counter();
        boolean ended;
        try {
            us.readToEnd(counter);
            ended = true;
        } catch (IOException e) {
            ended = false;
        }
        assertEquals(us.report().orderly(), ended, us.report().toString());
        return new Drained(counter.count, end(us.report()));
    }

    private static String end(CloseReport report) {
        return switch (report.received()) {
            case CLOSE_NOTIFY -> "orderly";
            case CUT_AT_BOUNDARY, CUT_INSIDE_RECORD -> "truncated";
            case TRANSPORT_FAILURE -> "reset";
            case FATAL_ALERT -> "fatal alert " + report.alert().orElse(-1);
            case PLAINTEXT -> "plaintext";
            case INVALID -> "invalid";
            case NOTHING -> "no answer";
        };
    }

    private record Drained(long count, String end) {}

    private static final class Counter extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
