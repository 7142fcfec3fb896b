// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import tls.close.tck.wire.BackgroundCall;

/** An executor that does nothing by itself. */
final class TaskQueue implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    int size() {
        return tasks.size();
    }

    BackgroundCall.Action remove() {
        return tasks.remove()::run;
    }

    void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
