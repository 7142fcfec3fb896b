// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CloseLimitsTest {

    @Test
    void theDefaultsAreTenSecondsAndSixteenMebibytes() {
        assertEquals(new CloseLimits(Duration.ofSeconds(10), 16_777_216, 65_536), CloseLimits.DEFAULT);
    }

    @Test
    void eachLimitChangesByItself() {
        assertEquals(
                new CloseLimits(Duration.ZERO, 1, 2),
                CloseLimits.NONE
                        .withTimeout(Duration.ZERO)
                        .withDiscardedBytes(1)
                        .withDiscardedRecords(2));
    }

    @Test
    void noLimitIsNegative() {
        assertThrows(IllegalArgumentException.class, () -> CloseLimits.DEFAULT.withTimeout(Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> CloseLimits.DEFAULT.withDiscardedBytes(-1));
        assertThrows(IllegalArgumentException.class, () -> CloseLimits.DEFAULT.withDiscardedRecords(-1));
    }
}
