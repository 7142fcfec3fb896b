// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import java.util.List;
import java.util.stream.Stream;
import tls.close.CloseLimits;
import tls.close.tck.wire.NearEnd;

/**
 * What one end of the connection is and does.
 *
 * @param provider the backend's name
 * @param threads of which one at most reads and one at most writes (rule 8.1)
 * @param leave what becomes of the transport when they are done
 */
record EndPlan(String provider, NearEnd nearEnd, List<ThreadPlan> threads, Leave leave) {

    /** How the owner of the transport leaves it. */
    enum Leave {
        /** Ends his side of it, and takes what still comes. */
        POLITELY,
        /** Closes it, which is a reset if something unread is there. */
        AT_ONCE
    }

    private Stream<Step> steps() {
        return threads.stream().flatMap(thread -> thread.steps().stream());
    }

    /** Whether a goodbye may run out of time. */
    boolean isHasty() {
        return steps().anyMatch(step -> !step.limits().equals(CloseLimits.DEFAULT));
    }

    boolean closes() {
        return steps().anyMatch(step -> step.act() == Act.CLOSE);
    }

    /** Whether the JDK closes the transport if that thread is interrupted in it. */
    boolean isLostWith(ThreadPlan interrupted) {
        return nearEnd == NearEnd.BLOCKING_CHANNEL || (nearEnd == NearEnd.SOCKET && interrupted.isVirtual());
    }
}
