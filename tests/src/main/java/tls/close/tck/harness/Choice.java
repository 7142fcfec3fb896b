// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import tls.close.tck.TlsProviderTck;
import tls.close.tck.report.Rules;

/**
 * Which tests are to run.
 *
 * @param names the numbers of rules and the names of groups; empty for all
 */
record Choice(List<String> names) {

    static Choice of(ExtensionContext context) {
        return new Choice(context.getConfigurationParameter(ProviderUnderTest.ONLY).stream()
                .filter(names -> !names.isBlank())
                .flatMap(names -> Arrays.stream(names.strip().split("[, ]+", -1)))
                .toList());
    }

    boolean takes(Class<?> group, String test) {
        return names.isEmpty()
                || names.contains(group.getSimpleName())
                || Rules.citedBy(test).stream().anyMatch(names::contains);
    }

    /** A name that there is not would choose nothing, and nothing is green. */
    void requireKnown() {
        Set<String> groups = Arrays.stream(TlsProviderTck.class.getDeclaredClasses())
                .filter(type -> type.isAnnotationPresent(Nested.class))
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> rules = Rules.all().keySet();
        for (String name : names) {
            if (!rules.contains(name) && !groups.contains(name)) {
                throw new ExtensionConfigurationException(ProviderUnderTest.ONLY + ": no rule or group is called '"
                        + name + "'; separate several by commas. Rules are " + rules + ", groups " + groups);
            }
        }
    }
}
