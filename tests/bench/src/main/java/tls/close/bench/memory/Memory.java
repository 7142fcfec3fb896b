// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import tls.close.bench.Quartiles;
import tls.close.bench.line.Backend;
import tls.close.bench.report.Row;

/** Runs the benchmarks of this package, each in a JVM of its own, and reads the ratios from what JMH says. */
public final class Memory {
    /** What the pom's property {@code bench.scenario} calls it. */
    public static final String LABEL = "memory";

    private static final int ITERATIONS = 5;

    private Memory() {}

    /**
     * Runs them.
     *
     * @param backends over which implementations
     * @param rounds fewer than {@value #ITERATIONS} make it short
     * @return a row for each
     * @throws RunnerException if JMH fails
     */
    public static List<Row> run(List<Backend> backends, int rounds) throws RunnerException {
        int iterations = Math.min(ITERATIONS, rounds);
        Options options = new OptionsBuilder()
                .include(Memory.class.getPackageName().replace(".", "\\.") + "\\.")
                .param("backend", backends.stream().map(Enum::name).toArray(String[]::new))
                .forks(1)
                .warmupIterations(iterations)
                .measurementIterations(iterations)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        List<Row> rows = new ArrayList<>();
        for (RunResult result : results) {
            results.stream()
                    .filter(each -> driver(each).equals(Driver.BARE.name())
                            && scenario(each).equals(scenario(result))
                            && backend(each).equals(backend(result)))
                    .findFirst()
                    .ifPresent(bare -> rows.add(row(result, bare)));
        }
        return rows;
    }

    private static Row row(RunResult result, RunResult bare) {
        Statistics time = result.getPrimaryResult().getStatistics();
        double base = bare.getPrimaryResult().getStatistics().getPercentile(50);
        return new Row(
                scenario(result),
                backend(result).toLowerCase(Locale.ROOT),
                LABEL,
                driver(result).equals(Driver.BARE.name()) ? "bare loop" : "tls.close",
                time.getPercentile(50),
                new Quartiles(
                        time.getPercentile(25) / base, time.getPercentile(50) / base, time.getPercentile(75) / base),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String scenario(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return LABEL + "-" + benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    private static String backend(RunResult result) {
        return result.getParams().getParam("backend");
    }

    private static String driver(RunResult result) {
        return result.getParams().getParam("driver");
    }
}
