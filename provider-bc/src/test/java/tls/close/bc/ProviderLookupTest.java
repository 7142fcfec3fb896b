// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Serial;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JCA's list of providers is guarded by locks, on which connections that begin at the same time queue up. */
class ProviderLookupTest {

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aConnectionLikeOneBeforeAsksJcaForNothing(String protocol) throws Exception {
        Side side = new Side("bc", "bc", protocol);
        Asked asked = new Asked();
        Security.insertProviderAt(asked, 1);
        try {
            EnginePair.established(side);
            asked.questions.clear();
            EnginePair.established(side);
            assertEquals(List.of(), List.copyOf(asked.questions));
        } finally {
            Security.removeProvider(asked.getName());
        }
    }

    /** Has nothing, and is asked first for everything. */
    private static final class Asked extends Provider {
        @Serial
        private static final long serialVersionUID = 1L;

        final transient Queue<String> questions = new ConcurrentLinkedQueue<>();

        Asked() {
            super("Asked", "1", "notes what it is asked for");
        }

        @Override
        public @Nullable Service getService(String type, String algorithm) {
            StackTraceElement[] by = Thread.currentThread().getStackTrace();
            // What a trust manager, a certificate or a signature of the JDK's does by itself is its own business.
            if (Arrays.stream(by).noneMatch(frame -> isOfTheJdks(frame.getClassName()))) {
                questions.add(type + " " + algorithm + " by " + caller(by));
            }
            return null;
        }

        private static boolean isOfTheJdks(String className) {
            return className.matches("sun\\.security\\.(ssl|x509|ec|rsa)\\..*");
        }

        private static String caller(StackTraceElement... by) {
            return Arrays.stream(by)
                    .filter(frame -> !frame.getClassName().startsWith("java"))
                    .filter(frame -> !frame.getClassName().startsWith("sun."))
                    .filter(frame -> !frame.getClassName().equals(Asked.class.getName()))
                    .limit(3)
                    .toList()
                    .toString();
        }
    }
}
