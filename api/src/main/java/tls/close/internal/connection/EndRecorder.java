// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import tls.close.ConnectionEnd;

/** Makes the event of an end. */
final class EndRecorder {
    private EndRecorder() {}

    static void record(ConnectionEnd end) {
        EndEvent event = end.failed() ? new EndEvent.Failure() : new EndEvent.Proper();
        if (event.shouldCommit()) {
            event.fill(end);
            event.commit();
        }
    }
}
