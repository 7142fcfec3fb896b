// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rule S5. */
class HandbackTest {
    private final Handback handback = new Handback();

    @Test
    void ruleS5_itIsOfTheThreadThatSeesToIt() throws Exception {
        assertFalse(handback.isOfThisThread());
        handback.begin();
        assertTrue(handback.isOfThisThread());
        assertFalse(CompletableFuture.supplyAsync(handback::isOfThisThread).get(10, TimeUnit.SECONDS));
        handback.done();
        assertFalse(handback.isOfThisThread());
    }

    @Test
    void ruleS5_whoeverWaitsLearnsWhetherItIsDone() throws InterruptedException {
        handback.begin();
        assertFalse(handback.await(Duration.ofMillis(1)));
        handback.done();
        assertTrue(handback.await(Duration.ZERO));
    }
}
