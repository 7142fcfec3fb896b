// SPDX-License-Identifier: Apache-2.0
package tls.close.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jazzer, on one backend. */
final class Jazzer {
    /** Longer than that is a hang. */
    private static final int MOST_SECONDS = 60;

    private static final int MOST_BYTES = 256;

    /** What it counts as new ground: the code under test, and the moves by which it gets there. */
    private static final String COVERED = "tls.close.*:tls.close.internal.**:tls.close.bc.**:tls.close.conscrypt.**"
            + ":tls.close.jsse.**:tls.close.tck.fuzz.**";

    /** Its own detectors, of deserialization and the like, have nothing to do here. */
    private static final String NOTHING = "none.**";

    /** Nor has the one that lets nobody connect, which looks into the JDK all the same. */
    private static final String NO_CONNECTIONS = "com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery";

    private final String backend;
    private final String target;

    Jazzer(String backend, String target) {
        this.backend = backend;
        this.target = target;
    }

    /** Whether it has found no mistake in the time. What is new goes to the first folder. */
    boolean look(long seconds, Path... folders) throws IOException, InterruptedException {
        return run(List.of("-max_total_time=" + seconds, "-print_final_stats=1"), folders);
    }

    /** Adds to the first folder what is in the second and comes where nothing in the first does. */
    boolean keep(Path kept, Path found) throws IOException, InterruptedException {
        return run(List.of("-merge=1", "-use_counters=0"), kept, found);
    }

    private boolean run(List<String> options, Path... folders) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-Dtls.close.fuzz.backend=" + backend,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=tls.close.tck.fuzz." + target,
                "--instrumentation_includes=" + COVERED,
                "--custom_hook_includes=" + NOTHING,
                "--disabled_hooks=" + NO_CONNECTIONS,
                "--reproducer_path=target",
                "-artifact_prefix=target/" + backend + "-",
                "--trace=cov",
                "-len_control=0",
                "-timeout=" + MOST_SECONDS,
                "-max_len=" + MOST_BYTES));
        command.addAll(options);
        for (Path each : folders) {
            command.add(each.toString());
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
