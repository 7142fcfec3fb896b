// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.TlsProviderTck;
import tls.close.tck.harness.FirstLook.Finding;

/**
 * Tells the tests of a class, and of all classes nested in it, which provider they check. Where a {@link FirstLook} at it
 * finds something, the groups are skipped, unless they are to run {@linkplain #ANYWAY anyway}: they would say the same a
 * hundred times, and some would wait.
 */
public final class ProviderUnderTest implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {
    /** A configuration parameter of JUnit's: {@code true}, or {@link #BLINDLY}. */
    public static final String ANYWAY = "tls.close.tck.anyway";

    /** Without a first look. */
    public static final String BLINDLY = "blindly";

    /** Another one: which rules and groups are to run, by their numbers and names, separated by commas. All without it. */
    public static final String ONLY = "tls.close.tck.only";

    /** Why the others are skipped. */
    public static final String NOT_ASKED_FOR = "was not asked for by " + ONLY;

    private static final String OF_JUNIT_5_13 = "org.junit.jupiter.params.support.ParameterDeclarations";
    private static final Namespace NAMESPACE = Namespace.create(ProviderUnderTest.class);
    private static final ConditionEvaluationResult RUN = ConditionEvaluationResult.enabled("nothing stands against it");

    private final String name;
    private volatile Optional<Finding> finding = Optional.empty();
    private volatile boolean told;

    public ProviderUnderTest(String name) {
        this.name = Objects.requireNonNull(name, "the name of the provider");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(ProviderUnderTest.class, this);
        if (isInGroup(context)) {
            return;
        }
        requireJUnit();
        Choice.of(context).requireKnown();
        if (!anyway(context).equals(BLINDLY)) {
            finding = FirstLook.at(TlsProviders.get(name));
        }
    }

    /** An older one fails each test by itself, with an error that says nothing of it. */
    private static void requireJUnit() {
        try {
            Class.forName(OF_JUNIT_5_13, false, ProviderUnderTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ExtensionConfigurationException(
                    "the kit needs JUnit 5.13 or later, for junit-jupiter-params too; here is "
                            + Optional.ofNullable(Test.class.getPackage().getImplementationVersion())
                                    .orElse("an older one"),
                    e);
        }
    }

    private static String anyway(ExtensionContext context) {
        return context.getConfigurationParameter(ANYWAY).orElse("false");
    }

    /**
     * What the first look has found.
     *
     * @return empty also if nobody has looked
     */
    public Optional<Finding> finding() {
        told = true;
        return finding;
    }

    /** The test that tells of the finding may not have been chosen, as by a tag; and skipped groups are green. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (!isInGroup(context) && !told) {
            finding.ifPresent(Finding::fail);
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!isInGroup(context)) {
            return RUN;
        }
        if (context.getTestMethod().isPresent()) {
            return Choice.of(context)
                            .takes(
                                    context.getRequiredTestClass(),
                                    context.getRequiredTestMethod().getName())
                    ? RUN
                    : ConditionEvaluationResult.disabled(NOT_ASKED_FOR);
        }
        return finding.filter(found -> anyway(context).equals("false"))
                .map(found -> ConditionEvaluationResult.disabled(
                        "the first look has found: " + found.words() + " (with " + ANYWAY + "=true it runs)"))
                .orElse(RUN);
    }

    private static boolean isInGroup(ExtensionContext context) {
        return context.getTestClass()
                .filter(type -> !TlsProviderTck.class.isAssignableFrom(type))
                .isPresent();
    }

    /** The provider that the test in this context checks. */
    static TlsProvider of(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(ProviderUnderTest.class, ProviderUnderTest.class))
                .map(found -> TlsProviders.get(found.name))
                .orElseThrow(() -> new IllegalStateException(context.getDisplayName() + " is not inside a TCK"));
    }
}
