// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Constraints of the application's own. Equal to nothing but themselves, as constraints are. */
public final class UserConstraints implements AlgorithmConstraints {

    private final Set<String> refused;

    private UserConstraints(String... refused) {
        this.refused = Set.of(refused);
    }

    /**
     * Constraints that constrain nothing.
     *
     * @return always others
     */
    public static AlgorithmConstraints none() {
        return new UserConstraints();
    }

    /**
     * Constraints that constrain little.
     *
     * @param names of what they refuse, as the JDK's engine asks
     * @return always others
     */
    public static AlgorithmConstraints refusing(String... names) {
        return new UserConstraints(names);
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        return !refused.contains(algorithm);
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return true;
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return !refused.contains(algorithm);
    }
}
