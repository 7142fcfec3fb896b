// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import tls.close.CloseLimits;

/**
 * What a thread does next.
 *
 * @param turns of a loop that it waits before
 * @param number how many bytes at most are read or written; which thread is interrupted
 * @param limits of a goodbye
 */
record Step(Act act, int turns, int number, CloseLimits limits) {
    @Override
    public String toString() {
        String time = limits.equals(CloseLimits.DEFAULT) ? "" : " within " + limits.timeout();
        return turns + ": " + act + (act.isGoodbye() ? time : " " + number);
    }
}
