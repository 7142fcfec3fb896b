// SPDX-License-Identifier: Apache-2.0
package tls.close.mutants;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import tls.close.tck.TlsProviderTck;

/**
 * Leaves out most settings of a test of the kit, other ones for each, and what comes after one that was red. JUnit finds it by
 * {@code ServiceLoader}.
 */
public final class Stride implements ExecutionCondition {
    private static final Pattern INVOCATION = Pattern.compile("\\[test-template-invocation:#(\\d+)]$");
    private static final int STRIDE = Integer.getInteger("tls.close.stride", 1);
    private static final ConditionEvaluationResult RUN = ConditionEvaluationResult.enabled("is one of those");
    private static final ConditionEvaluationResult PASS_OVER = ConditionEvaluationResult.disabled("is passed over");

    private static volatile boolean isOver;

    static void begin() {
        isOver = false;
    }

    static void end() {
        isOver = true;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (isOver) {
            return PASS_OVER;
        }
        Matcher invocation = INVOCATION.matcher(context.getUniqueId());
        if (!invocation.find() || !isOfTheKit(context)) {
            return RUN;
        }
        int number = Integer.parseInt(invocation.group(1));
        int offset = context.getRequiredTestMethod().getName().hashCode();
        boolean isChosen = number == 1 || (STRIDE > 0 && Math.floorMod(number + offset, STRIDE) == 0);
        return isChosen ? RUN : PASS_OVER;
    }

    /** Others have tables of their own, each row of which counts. */
    private static boolean isOfTheKit(ExtensionContext context) {
        return TlsProviderTck.class.isAssignableFrom(
                context.getRequiredTestClass().getNestHost());
    }
}
