// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private final AtomicInteger collections = new AtomicInteger();
    private final Population population = new Population(collections::incrementAndGet);

    private void born(int count) {
        for (int i = 0; i < count; i++) {
            population.born();
        }
    }

    private void died(int count) {
        for (int i = 0; i < count; i++) {
            population.died();
        }
    }

    @Test
    void connectionsThatComeAndGoNeedNoCollection() {
        for (int i = 0; i < 100; i++) {
            born(900);
            died(900);
        }
        assertEquals(0, collections.get());
    }

    @Test
    void eachThousandThatIsForgottenNeedsOne() {
        for (int i = 1; i <= 5; i++) {
            born(1_001);
            assertEquals(i, collections.get());
            died(1_001);
        }
    }

    @Test
    void manyThatStayNeedFew() {
        born(100_000);
        assertEquals(11, collections.get());
    }

    @Test
    void aFailureIsTriedAgainAfterACollection() {
        AtomicInteger attempts = new AtomicInteger();
        assertEquals(3, population.<Integer>orAfterCollection(() -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("no descriptor is left");
            }
            return attempts.get();
        }));
        assertEquals(1, collections.get());
    }

    @Test
    void aFailureThatStaysIsThrown() {
        assertThrows(
                IllegalStateException.class,
                () -> population.orAfterCollection(() -> {
                    throw new IllegalStateException("no descriptor is left");
                }));
    }
}
