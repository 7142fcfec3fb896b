// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that a program puts out, as events that one can wait for, each once and in their order. */
public final class Transcript {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> lines = new ArrayList<>();
    private int awaited;
    private boolean ended;

    public void add(String line) {
        lock.lock();
        try {
            lines.add(line);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a line in which the pattern is found, after the line that was awaited last. */
    public MatchResult await(Pattern pattern) throws InterruptedException {
        lock.lock();
        try {
            long left = Patience.LIMIT.toNanos();
            while (true) {
                while (awaited < lines.size()) {
                    Matcher matcher = pattern.matcher(lines.get(awaited++));
                    if (matcher.find()) {
                        return matcher.toMatchResult();
                    }
                }
                if (ended) {
                    throw complaint("the output ended without “" + pattern + "”");
                }
                if (left <= 0) {
                    throw complaint("waited in vain for “" + pattern + "”");
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    public void awaitEnd() throws InterruptedException {
        lock.lock();
        try {
            long left = Patience.LIMIT.toNanos();
            while (!ended) {
                if (left <= 0) {
                    throw complaint("waited in vain for the end of the output");
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    public List<String> lines() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** An error that shows all lines so far. */
    public AssertionError complaint(String reason) {
        return new AssertionError(reason + ":\n" + String.join("\n", lines()));
    }
}
