// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalvesTest {
    @Test
    void theTableIsExactlyWhatItsJavadocSays() {
        assertEquals(
                List.of(
                        "BOTH: OUTPUT, INPUT",
                        "INPUT: NEITHER, INPUT",
                        "OUTPUT: OUTPUT, NEITHER",
                        "NEITHER: NEITHER, NEITHER",
                        "CLOSED: CLOSED, CLOSED"),
                Arrays.stream(Halves.values())
                        .map(each -> each + ": " + each.withoutInput() + ", " + each.withoutOutput())
                        .toList());
    }
}
