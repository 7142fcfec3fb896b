// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.NestedMethodSelector;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import tls.close.tck.TlsProviderTck;
import tls.close.tck.harness.ProviderUnderTest;
import tls.close.tck.report.Rules;

/** One run of the kit over whoever is accused. */
final class Trial {
    /** When it is over. */
    enum Thoroughness {
        /** With the first test that is red; each test is tried under one setting. */
        FIRST_RED,
        /** With the last test; each under one setting. */
        ALL_TESTS
    }

    /**
     * A test that was red.
     *
     * @param test the name of its method
     * @param setting the name under which it ran
     * @param why what it threw
     */
    record Conviction(String test, String setting, Throwable why) {
        @Override
        public String toString() {
            return test + " [" + setting + "]: "
                    + why.toString().lines().findFirst().orElse("");
        }
    }

    /** In a unique id, with the class before it where the group has inherited it. */
    private static final Pattern METHOD = Pattern.compile("[:#](\\w+)\\(");

    /** Nobody else is told: it would make a report of each trial. */
    private static final LauncherConfig QUIETLY = LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .build();

    private static volatile Trial now = new Trial(Culprit.NOBODY, Thoroughness.FIRST_RED);

    private final Culprit culprit;
    private final Thoroughness thoroughness;
    private final List<Conviction> convictions = new ArrayList<>();
    private final Map<String, Integer> runs = new HashMap<>();

    private Trial(Culprit culprit, Thoroughness thoroughness) {
        this.culprit = culprit;
        this.thoroughness = thoroughness;
    }

    /**
     * Runs the tests that cite what the predicate takes.
     *
     * @return those that were red, in their order; a test that was given up is none, unless that is how it shows
     */
    static List<Conviction> of(Culprit culprit, Thoroughness thoroughness, Predicate<List<String>> rules)
            throws Exception {
        Trial trial = new Trial(culprit, thoroughness);
        List<NestedMethodSelector> tests = trial.tests(rules);
        if (tests.isEmpty()) {
            throw new AssertionError("no test of the kit cites what is broken by " + culprit);
        }
        now = trial;
        Accused.is(culprit);
        try {
            Mutator.with(culprit.mutations(), () -> trial.run(tests));
        } finally {
            Accused.is(Culprit.NOBODY);
        }
        return trial.convictions;
    }

    private List<NestedMethodSelector> tests(Predicate<List<String>> rules) {
        return Arrays.stream(TlsProviderTck.class.getDeclaredClasses())
                .filter(group -> group.isAnnotationPresent(Nested.class))
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .flatMap(group -> methods(group)
                        .filter(method -> method.getName().startsWith("rule"))
                        .filter(method -> rules.test(Rules.citedBy(method.getName())))
                        .filter(method -> thoroughness == Thoroughness.ALL_TESTS
                                || (group.getSimpleName() + "#" + method.getName()).contains(culprit.by()))
                        .map(method -> selectNestedMethod(List.of(kit()), group, method)))
                .toList();
    }

    private Class<? extends TlsProviderTck> kit() {
        return culprit.manner() == Culprit.Manner.HANGS ? KitOnTrial.Impatient.class : KitOnTrial.class;
    }

    static Stream<Method> methods(Class<?> group) {
        return Stream.<Class<?>>iterate(group, Objects::nonNull, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .sorted((one, other) -> one.getName().compareTo(other.getName()));
    }

    private void run(List<NestedMethodSelector> tests) {
        LauncherFactory.create(QUIETLY)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .enableImplicitConfigurationParameters(false)
                                .configurationParameter(ProviderUnderTest.ANYWAY, ProviderUnderTest.BLINDLY)
                                .selectors(tests)
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable()
                                        .filter(why -> result.getStatus() == TestExecutionResult.Status.FAILED)
                                        .filter(why -> culprit.manner() == Culprit.Manner.HANGS
                                                || !(why instanceof TimeoutException))
                                        .ifPresent(why -> convict(test, why));
                            }
                        });
    }

    private void convict(TestIdentifier test, Throwable why) {
        String id = test.getUniqueId();
        String method = METHOD.matcher(id)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse(id);
        convictions.add(new Conviction(method, test.getDisplayName(), why));
    }

    private boolean isOver() {
        return thoroughness == Thoroughness.FIRST_RED && !convictions.isEmpty();
    }

    private boolean isWanted(String test, String setting) {
        return setting.contains(culprit.where()) && runs.merge(test, 1, Integer::sum) == 1;
    }

    /** Leaves out what a trial need not run. */
    static final class Narrowing implements ExecutionCondition {
        private static final ConditionEvaluationResult RUN = ConditionEvaluationResult.enabled("is to be tried");
        private static final ConditionEvaluationResult PASS_OVER =
                ConditionEvaluationResult.disabled("need not be tried");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Trial trial = now;
            boolean isInvocation = context.getUniqueId().contains("[test-template-invocation:");
            if (trial.isOver()) {
                return PASS_OVER;
            }
            return !isInvocation
                            || trial.isWanted(context.getRequiredTestMethod().toString(), context.getDisplayName())
                    ? RUN
                    : PASS_OVER;
        }
    }
}
