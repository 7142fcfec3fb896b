// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import java.util.List;
import tls.close.tck.harness.Threads;

/**
 * What a thread does, one step after the other.
 *
 * @param kind of the thread; a platform thread where this JDK has no others
 */
record ThreadPlan(Threads kind, List<Step> steps) {
    boolean isVirtual() {
        return kind == Threads.VIRTUAL && kind.exist();
    }
}
