// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.Optional;
import org.conscrypt.Conscrypt;

/** Whether Conscrypt's native library loads here. That is tried once, when somebody first asks. */
final class NativeLibrary {
    private static final Optional<String> WHY_MISSING = load();

    private NativeLibrary() {}

    /** A sentence for the person who installed it; empty if it is there. */
    static Optional<String> whyMissing() {
        return WHY_MISSING;
    }

    /** Each platform and JDK has its own way to fail, and Conscrypt catches some of them only. */
    private static Optional<String> load() {
        try {
            Conscrypt.checkAvailability();
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            return Optional.of("the native library of Conscrypt does not load on " + System.getProperty("os.name")
                    + ", " + System.getProperty("os.arch") + ": " + root(e) + remedy(root(e)));
        }
    }

    private static String remedy(Throwable cause) {
        return cause instanceof IllegalCallerException
                ? "; it may with the option --enable-native-access=org.conscrypt, or ALL-UNNAMED on the class path"
                : "";
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
