// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import tls.close.bench.line.Line;
import tls.close.bench.line.Rival;
import tls.close.bench.line.Target;

/** What happens on a connection, and which part of it is timed. */
enum Course {
    /** The end; a connection each. */
    GOODBYE {
        @Override
        void turn(Rival rival, Target target, Scenario scenario, int operations, Meter meter) throws IOException {
            for (int i = 0; i < operations; i++) {
                try (Line line = rival.opener().open(target)) {
                    establish(line, scenario);
                    meter.start();
                    line.end();
                    meter.stop();
                }
            }
        }
    },
    /** The beginning; a connection each. */
    HANDSHAKE {
        @Override
        void turn(Rival rival, Target target, Scenario scenario, int operations, Meter meter) throws IOException {
            for (int i = 0; i < operations; i++) {
                meter.start();
                try (Line line = rival.opener().open(target)) {
                    establish(line, scenario);
                    meter.stop();
                    leave(rival, line);
                }
            }
        }
    },
    /** The end of many together: see {@link CrowdContestant}. */
    GOODBYE_TO_ALL,
    /** As much there as back. */
    EXCHANGE {
        @Override
        void once(Line line, ByteBuffer data) throws IOException {
            line.write(data.clear());
            line.readFully(data.clear());
        }
    },
    /** A hundred records. */
    SMALL_WRITES {
        @Override
        void once(Line line, ByteBuffer data) throws IOException {
            int length = data.capacity() / 100;
            for (int at = 0; at < data.capacity(); at += length) {
                line.write(data.limit(at + length).position(at));
            }
            line.readFully(data.clear().limit(1));
        }
    },
    /** Much at once. */
    SEND {
        @Override
        void once(Line line, ByteBuffer data) throws IOException {
            line.write(data.clear());
            line.readFully(data.clear().limit(1));
        }
    },
    /** Much that comes. */
    RECEIVE {
        @Override
        void once(Line line, ByteBuffer data) throws IOException {
            line.write(data.clear().limit(1));
            line.readFully(data.clear());
        }
    };

    /** Unless the course says otherwise, operation after operation on one connection. */
    void turn(Rival rival, Target target, Scenario scenario, int operations, Meter meter) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(scenario.number());
        try (Line line = rival.opener().open(target)) {
            establish(line, scenario);
            for (int i = 0; i < operations; i++) {
                meter.start();
                once(line, data);
                meter.stop();
            }
            leave(rival, line);
        }
    }

    /** One operation on a connection that stands. */
    void once(Line line, ByteBuffer data) throws IOException {
        throw new UnsupportedOperationException(name());
    }

    private static void leave(Rival rival, Line line) throws IOException {
        if (rival.whyNoFullClose().isEmpty()) {
            line.end();
        }
    }

    static void establish(Line line, Scenario scenario) throws IOException {
        line.handshake();
        line.write(scenario.task().request(scenario.number()));
        line.readFully(ByteBuffer.allocate(1));
    }
}
