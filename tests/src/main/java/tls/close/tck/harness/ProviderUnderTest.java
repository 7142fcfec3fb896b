// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.report.Rules;

/**
 * Tells the tests of a class, and of all classes nested in it, which provider they check. Where a {@link FirstLook} at it
 * finds something, the groups are skipped, unless they are to run {@linkplain #ANYWAY anyway}: they would say the same a
 * hundred times, and some would wait.
 */
public final class ProviderUnderTest implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {
    /** A configuration parameter of JUnit's. */
    public static final String ANYWAY = "tls.close.tck.anyway";

    /** Another one: which rules and groups are to run, by their numbers and names, separated by commas. All without it. */
    public static final String ONLY = "tls.close.tck.only";

    /** Why the others are skipped. */
    public static final String NOT_ASKED_FOR = "was not asked for by " + ONLY;

    private static final Namespace NAMESPACE = Namespace.create(ProviderUnderTest.class);
    private static final ConditionEvaluationResult RUN = ConditionEvaluationResult.enabled("nothing stands against it");

    private final String name;
    private volatile Optional<String> finding = Optional.empty();
    private volatile boolean told;

    public ProviderUnderTest(String name) {
        this.name = name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(ProviderUnderTest.class, this);
        boolean anyway =
                context.getConfigurationParameter(ANYWAY, Boolean::valueOf).orElse(false);
        if (!isInGroup(context) && !anyway) {
            finding = FirstLook.at(TlsProviders.get(name));
        }
    }

    /**
     * What the first look has found.
     *
     * @return empty also if nobody has looked
     */
    public Optional<String> finding() {
        told = true;
        return finding;
    }

    /** The test that tells of the finding may not have been chosen, as by a tag; and skipped groups are green. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (!isInGroup(context) && !told) {
            finding.ifPresent(Assertions::fail);
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!isInGroup(context)) {
            return RUN;
        }
        if (context.getTestMethod().isPresent()) {
            return isAskedFor(context) ? RUN : ConditionEvaluationResult.disabled(NOT_ASKED_FOR);
        }
        return finding.map(words -> ConditionEvaluationResult.disabled(
                        "the first look has found: " + words + " (with " + ANYWAY + "=true it runs)"))
                .orElse(RUN);
    }

    private static boolean isInGroup(ExtensionContext context) {
        return context.getTestClass().filter(Class::isMemberClass).isPresent();
    }

    private static boolean isAskedFor(ExtensionContext context) {
        Optional<String> only = context.getConfigurationParameter(ONLY);
        if (only.isEmpty()) {
            return true;
        }
        List<String> asked = List.of(only.get().split("[, ]+", -1));
        return asked.contains(context.getRequiredTestClass().getSimpleName())
                || Rules.citedBy(context.getRequiredTestMethod().getName()).stream()
                        .anyMatch(asked::contains);
    }

    /** The provider that the test in this context checks. */
    static TlsProvider of(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(ProviderUnderTest.class, ProviderUnderTest.class))
                .map(found -> TlsProviders.get(found.name))
                .orElseThrow(() -> new IllegalStateException(context.getDisplayName() + " is not inside a TCK"));
    }
}
