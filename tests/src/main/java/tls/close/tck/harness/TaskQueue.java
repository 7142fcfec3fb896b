// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import tls.close.tck.wire.BackgroundCall;

/** An executor that does nothing by itself. */
public final class TaskQueue implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    public int size() {
        return tasks.size();
    }

    public BackgroundCall.Action remove() {
        return tasks.remove()::run;
    }

    public void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
