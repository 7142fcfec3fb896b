// SPDX-License-Identifier: Apache-2.0
package tls.close.mutants;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.pitest.testapi.AbstractTestUnit;
import org.pitest.testapi.Description;
import org.pitest.testapi.ResultCollector;
import org.pitest.testapi.TestUnit;
import tls.close.tck.harness.ProviderUnderTest;

/** A test's method under some of its settings, until one is red. */
final class MethodUnit extends AbstractTestUnit {
    private static final Map<String, String> PARAMETERS = Map.of(
            ProviderUnderTest.ANYWAY,
            ProviderUnderTest.BLINDLY,
            "junit.jupiter.extensions.autodetection.enabled",
            "true");

    /** Nobody else is told: it would make a report of each run. */
    private static final Launcher LAUNCHER = LauncherFactory.create(LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .build());

    private final String id;

    private MethodUnit(Class<?> type, String id) {
        super(new Description(id, type));
        this.id = id;
    }

    /** What is in this class and in those that are nested in it. */
    static List<TestUnit> in(Class<?> type) {
        if (type.getEnclosingClass() != null) {
            return List.of();
        }
        TestPlan plan = LAUNCHER.discover(LauncherDiscoveryRequestBuilder.request()
                .configurationParameters(PARAMETERS)
                .selectors(DiscoverySelectors.selectClass(type))
                .build());
        return plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .filter(each -> each.getSource().orElse(null) instanceof MethodSource)
                .map(each -> (TestUnit) new MethodUnit(type, each.getUniqueId()))
                .toList();
    }

    @Override
    public void execute(ResultCollector results) {
        results.notifyStart(getDescription());
        Stride.begin();
        Result result = new Result();
        LAUNCHER.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .configurationParameters(PARAMETERS)
                        .selectors(DiscoverySelectors.selectUniqueId(id))
                        .build(),
                result);
        if (result.failure == null) {
            results.notifyEnd(getDescription());
        } else {
            results.notifyEnd(getDescription(), result.failure);
        }
    }

    private static final class Result implements TestExecutionListener {
        private volatile @Nullable Throwable failure;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                failure = result.getThrowable().orElseGet(AssertionError::new);
                Stride.end();
            }
        }
    }
}
