// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A kit for others has to end without the settings of this build, whatever their provider does. */
class TimeLimitTest {
    /** Nobody else is told: it would make a report of it. */
    private static final LauncherConfig QUIETLY = LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .build();

    private static final CountDownLatch END = new CountDownLatch(1);
    private static final AtomicReference<Thread> SEEN = new AtomicReference<>();

    /** What every group of the kit looks like. */
    abstract static class Group {
        @Test
        void returns() {
            SEEN.set(Thread.currentThread());
        }

        @Test
        void hangs() {
            awaitEnd();
        }

        @ParameterizedTest(name = "hangs {0}")
        @ValueSource(strings = {"once", "twice"})
        void hangs(String again) {
            awaitEnd();
        }
    }

    /** As little to be interrupted as a read on a socket. */
    private static void awaitEnd() {
        while (END.getCount() > 0) {
            try {
                END.await();
            } catch (InterruptedException e) {
                // Stubborn.
            }
        }
    }

    @Timeout(value = 500, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    static class Hanging extends TlsProviderTck {
        Hanging() {
            super("jsse");
        }

        @Nested
        class Hangs extends Group {}
    }

    static class Usual extends TlsProviderTck {
        Usual() {
            super("jsse");
        }

        @Nested
        class Returns {
            @Test
            void returns() {
                SEEN.set(Thread.currentThread());
            }
        }
    }

    @Test
    void whatHangsIsGivenUpAndTheNextTestHasItsTurn() {
        try {
            Map<String, TestExecutionResult> results = run(Hanging.class, Hanging.Hangs.class);
            assertEquals(List.of("hangs once", "hangs twice", "hangs()", "returns()"), List.copyOf(results.keySet()));
            results.forEach((name, result) -> {
                if (name.equals("returns()")) {
                    assertEquals(Status.SUCCESSFUL, result.getStatus());
                } else {
                    assertInstanceOf(
                            TimeoutException.class, result.getThrowable().orElseThrow(), name);
                }
            });
        } finally {
            END.countDown();
        }
    }

    @Test
    void theKitHasALimitOfItsOwnForWhatBlocksAThread() {
        Map<String, TestExecutionResult> results = run(Usual.class, Usual.Returns.class);
        assertEquals(List.of("returns()"), List.copyOf(results.keySet()));
        assertNotSame(Thread.currentThread(), SEEN.get(), "nobody could give up a thread that runs all tests");
    }

    /** One group, with no settings but the kit's. */
    private static Map<String, TestExecutionResult> run(Class<?> kit, Class<?> group) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .enableImplicitConfigurationParameters(false)
                .selectors(selectNestedClass(List.of(kit), group))
                .build();
        Map<String, TestExecutionResult> results = new TreeMap<>();
        LauncherFactory.create(QUIETLY).execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    results.put(test.getDisplayName(), result);
                }
            }
        });
        return results;
    }
}
