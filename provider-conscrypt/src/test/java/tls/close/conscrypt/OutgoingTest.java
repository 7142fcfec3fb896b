// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutgoingTest {

    @ParameterizedTest
    @CsvSource({
        "'', true, true",
        "22 3 3 0 1 0, false, true",
        "22 3 3 0 1 0 22 3 3 0 2 0 0, false, true",
        "22 3 3 0 1 0 20 3 3 0 1 1, false, false",
        "22 3 3 0 1 0 23 3 3 0 1 1, false, false",
        "23 3 3 0 1 1, false, false",
        "22 3 3 0 2 0, false, false",
        "22 3 3, false, false"
    })
    void aPeerReadsInClearUntilSomethingIsEncryptedOrIncomplete(String made, boolean nothing, boolean inClear) {
        Outgoing outgoing = new Outgoing();
        ByteBuffer bytes = ByteBuffer.allocate(100);
        for (String each : made.isEmpty() ? new String[0] : made.split(" ", -1)) {
            bytes.put(Byte.parseByte(each));
        }
        outgoing.note(bytes.flip());
        assertEquals(nothing, outgoing.isNothing());
        assertEquals(inClear, outgoing.isInClear());
    }
}
