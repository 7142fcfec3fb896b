// SPDX-License-Identifier: Apache-2.0
package tls.close.mutants;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.pitest.bytecode.analysis.ClassTree;
import org.pitest.mutationtest.build.InterceptorParameters;
import org.pitest.mutationtest.build.InterceptorType;
import org.pitest.mutationtest.build.MutationInterceptor;
import org.pitest.mutationtest.build.MutationInterceptorFactory;
import org.pitest.mutationtest.engine.Mutater;
import org.pitest.mutationtest.engine.MutationDetails;
import org.pitest.plugin.Feature;

/** Has PIT try those again that other tests have not noticed, and nobody else. It finds this by {@code ServiceLoader}. */
public final class SurvivorsOnly implements MutationInterceptorFactory {
    /** By {@link Mutant#id}; all of them as long as nobody says. */
    private static volatile Optional<Set<String>> chosen = Optional.empty();

    static void choose(Set<String> ids) {
        chosen = Optional.of(ids);
    }

    @Override
    public String description() {
        return "Those who have survived";
    }

    @Override
    public Feature provides() {
        return Feature.named("SURVIVORS_ONLY").withOnByDefault(true).withDescription(description());
    }

    @Override
    public MutationInterceptor createInterceptor(InterceptorParameters parameters) {
        return new MutationInterceptor() {
            @Override
            public InterceptorType type() {
                return InterceptorType.FILTER;
            }

            @Override
            public void begin(ClassTree type) {}

            @Override
            public Collection<MutationDetails> intercept(Collection<MutationDetails> mutations, Mutater mutater) {
                return mutations.stream()
                        .filter(each ->
                                chosen.map(ids -> ids.contains(Mutant.id(each))).orElse(true))
                        .toList();
            }

            @Override
            public void end() {}
        };
    }
}
