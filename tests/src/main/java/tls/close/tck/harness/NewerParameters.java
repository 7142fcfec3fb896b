// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** What {@link SSLParameters} can say on newer JDKs than the one the kit is built for. On older ones nothing is said. */
public enum NewerParameters {
    /** Since JDK 19. */
    SIGNATURE_SCHEMES("SignatureSchemes"),
    /** Since JDK 20. */
    NAMED_GROUPS("NamedGroups");

    private final String property;

    NewerParameters(String property) {
        this.property = property;
    }

    /** Skips the test on an older JDK. */
    public void assumeExists() {
        Assumptions.assumeTrue(exists(), property + " came with a later JDK");
    }

    private boolean exists() {
        try {
            SSLParameters.class.getMethod("get" + property);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    public String @Nullable [] of(SSLParameters parameters) {
        try {
            return exists()
                    ? (String[]) SSLParameters.class.getMethod("get" + property).invoke(parameters)
                    : null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public void set(SSLParameters parameters, String... names) {
        try {
            if (exists()) {
                SSLParameters.class.getMethod("set" + property, String[].class).invoke(parameters, (Object) names);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
