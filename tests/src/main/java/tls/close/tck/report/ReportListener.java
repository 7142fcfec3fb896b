// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import tls.close.tck.TlsProviderTck;
import tls.close.tck.harness.ProviderUnderTest;
import tls.close.tck.report.Case.Outcome;

/**
 * Writes what a run of the kit came to, for each class that extends {@link TlsProviderTck}: {@code <class>.txt},
 * {@code .html} and {@code .tsv} in {@code target/tls-close-tck}, or where the system property {@code tls.close.report}
 * says. After each group, so that there is something to read also where a run never ends.
 */
public final class ReportListener implements TestExecutionListener {
    private static final String DIRECTORY = "tls.close.report";
    private static final String USUAL = "target/tls-close-tck";

    /** What it puts before the reason of an assumption. */
    private static final Pattern JUNITS_OWN = Pattern.compile("^Assumption failed: ");

    private final Map<Class<?>, Report> reports = new ConcurrentHashMap<>();
    private volatile @Nullable TestPlan plan;

    /** For {@link java.util.ServiceLoader}. */
    public ReportListener() {}

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        boolean wasWanted = !reason.contains(ProviderUnderTest.NOT_ASKED_FOR);
        kit(test).filter(kit -> wasWanted).ifPresent(kit -> {
            note(kit, test);
            add(kit, test, Outcome.SKIPPED, reason);
        });
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        kit(test).ifPresent(kit -> {
            Throwable thrown = result.getThrowable().orElse(null);
            note(kit, test);
            if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
                add(kit, test, outcome(result), words(result.getStatus(), thrown));
            }
            if (isGroup(test)) {
                write(kit, "unfinished: ");
            }
        });
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        reports.keySet().forEach(kit -> write(kit, ""));
        reports.clear();
    }

    private static Outcome outcome(TestExecutionResult result) {
        return switch (result.getStatus()) {
            case SUCCESSFUL -> Outcome.PASSED;
            case ABORTED -> Outcome.SKIPPED;
            case FAILED -> Outcome.FAILED;
        };
    }

    private static String words(TestExecutionResult.Status status, @Nullable Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        boolean isReason = status == TestExecutionResult.Status.ABORTED && thrown.getMessage() != null;
        return isReason ? JUNITS_OWN.matcher(thrown.getMessage()).replaceFirst("") : thrown.toString();
    }

    private void note(Class<?> kit, TestIdentifier test) {
        method(test).ifPresent(name -> {
            Report report = report(kit);
            synchronized (report) {
                report.saw(group(test), name);
            }
        });
    }

    private void add(Class<?> kit, TestIdentifier test, Outcome outcome, String words) {
        String name = method(test).orElse(test.getDisplayName());
        Report report = report(kit);
        synchronized (report) {
            report.add(new Case(group(test), name, test.getDisplayName(), outcome, words));
        }
    }

    private Report report(Class<?> kit) {
        return reports.computeIfAbsent(kit, unused -> new Report());
    }

    private static Optional<String> method(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName());
    }

    // Whose it is

    /** The class that extends the kit, of a test or group of its own. */
    private Optional<Class<?>> kit(TestIdentifier test) {
        return ancestry(test)
                .flatMap(each -> each.getSource().stream())
                .filter(ClassSource.class::isInstance)
                .<Class<?>>map(source -> ((ClassSource) source).getJavaClass())
                .filter(TlsProviderTck.class::isAssignableFrom)
                .findFirst();
    }

    private String group(TestIdentifier test) {
        return ancestry(test)
                .filter(ReportListener::isGroup)
                .map(TestIdentifier::getDisplayName)
                .findFirst()
                .orElse("");
    }

    private static boolean isGroup(TestIdentifier test) {
        return test.getUniqueIdObject().getLastSegment().getType().equals("nested-class");
    }

    private Stream<TestIdentifier> ancestry(TestIdentifier test) {
        TestPlan known = plan;
        return Stream.iterate(
                        Optional.of(test),
                        Optional::isPresent,
                        each -> known == null ? Optional.empty() : each.flatMap(known::getParent))
                .flatMap(Optional::stream);
    }

    // Where it goes

    private void write(Class<?> kit, String state) {
        Report report = reports.get(kit);
        if (report == null || report.isEmpty()) {
            return;
        }
        String title = state + "tls.close TCK, " + kit.getSimpleName();
        Path directory = Path.of(System.getProperty(
                DIRECTORY, Path.of(System.getProperty("basedir", ""), USUAL).toString()));
        try {
            Files.createDirectories(directory);
            synchronized (report) {
                Files.writeString(directory.resolve(kit.getSimpleName() + ".txt"), TextPage.of(title, report));
                Files.writeString(directory.resolve(kit.getSimpleName() + ".html"), HtmlPage.of(title, report));
                Files.writeString(directory.resolve(kit.getSimpleName() + ".tsv"), Table.of(report));
            }
        } catch (IOException e) {
            System.getLogger("tls.close.tck").log(System.Logger.Level.WARNING, "the report cannot be written", e);
        }
    }
}
