// SPDX-License-Identifier: Apache-2.0
package tls.close.mutants;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pitest.classinfo.ClassByteArraySource;
import org.pitest.help.PitHelpError;
import org.pitest.testapi.Configuration;
import org.pitest.testapi.TestGroupConfig;
import org.pitest.testapi.TestPluginFactory;
import org.pitest.testapi.TestSuiteFinder;
import org.pitest.testapi.TestUnitFinder;

/**
 * Gives PIT a test's method for its unit. Its own plug-in for JUnit 5 has a unit for each of the method's settings; to
 * find them it runs the whole kit, again in each process, and a mutant that hangs is the end of its process.
 */
public final class MethodsFactory implements TestPluginFactory {
    @Override
    public String description() {
        return "JUnit 5, by method";
    }

    @Override
    public String name() {
        return "methods";
    }

    @Override
    public Configuration createTestFrameworkConfiguration(
            TestGroupConfig groups,
            ClassByteArraySource source,
            Collection<String> excludedRunners,
            Collection<String> includedMethods) {
        return new Configuration() {
            @Override
            public TestUnitFinder testUnitFinder() {
                return (type, listener) -> MethodUnit.in(type);
            }

            @Override
            public TestSuiteFinder testSuiteFinder() {
                return type -> List.of();
            }

            @Override
            public Optional<PitHelpError> verifyEnvironment() {
                return Optional.empty();
            }
        };
    }
}
