// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InTurnTest {

    @Test
    void theResultsAreInTheirOrderAlsoOfWhatTakesLong() throws Exception {
        CountDownLatch last = new CountDownLatch(1);
        List<Supplier<String>> things = List.of(
                () -> {
                    await(last);
                    return "slow";
                },
                () -> "quick",
                () -> {
                    last.countDown();
                    return "last";
                });
        assertEquals(List.of("slow", "quick", "last"), InTurn.all(things, any -> false));
    }

    @Test
    void whatMakesTheRestPointlessEndsItAlsoWhereItTookLong() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        Supplier<Boolean> slow = () -> {
            await(second);
            first.countDown();
            return true;
        };
        Supplier<Boolean> waiting = () -> {
            second.countDown();
            await(first);
            return false;
        };
        List<Supplier<Boolean>> things =
                IntStream.range(0, 20).mapToObj(i -> i == 0 ? slow : waiting).toList();
        List<Boolean> results = InTurn.all(things, result -> result);
        assertTrue(results.size() < things.size(), results.toString());
        assertEquals(1, Collections.frequency(results, true));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
