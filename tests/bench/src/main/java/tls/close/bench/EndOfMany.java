// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.bench.line.Line;
import tls.close.tck.harness.Threads;

/** Ways to end many connections at once. */
enum EndOfMany {
    /** close_notify on each, then each one's answer in turn: as good as it gets where all peers answer. */
    TWO_PHASES {
        @Override
        void end(List<Line> lines) throws IOException {
            for (Line line : lines) {
                ((Line.InTwoPhases) line).closeOutput();
            }
            for (Line line : lines) {
                ((Line.InTwoPhases) line).awaitEnd();
            }
        }
    },
    BYE_ALL {
        @Override
        void end(List<Line> lines) throws IOException {
            List<TlsConnection> connections = lines.stream()
                    .map(line -> ((Line.OfOurs) line).connection())
                    .toList();
            List<CloseOutcome> outcomes =
                    TlsConnection.byeAll(connections, CloseRequest.SHUT_RDWR, CloseLimits.DEFAULT);
            if (!outcomes.stream().allMatch(outcome -> outcome.report().orderly())) {
                throw new IOException("not all ended orderly");
            }
        }
    },
    THREAD_EACH {
        @Override
        void end(List<Line> lines) throws IOException {
            endInThreads(lines, Threads.PLATFORM.factory());
        }
    },
    VIRTUAL_THREAD_EACH {
        @Override
        void end(List<Line> lines) throws IOException {
            endInThreads(lines, Threads.VIRTUAL.factory());
        }
    };

    abstract void end(List<Line> lines) throws IOException;

    private static void endInThreads(List<Line> lines, ThreadFactory factory) throws IOException {
        List<FutureTask<?>> tasks = new ArrayList<>();
        for (Line line : lines) {
            FutureTask<?> task = new FutureTask<>(() -> {
                line.end();
                return null;
            });
            tasks.add(task);
            factory.newThread(task).start();
        }
        for (FutureTask<?> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
    }
}
