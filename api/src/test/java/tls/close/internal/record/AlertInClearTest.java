// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AlertInClearTest {
    private static final int[] HANDSHAKE = {22, 3, 3, 0, 4, 2, 2, 2, 2};
    private static final int[] WARNING = {21, 3, 3, 0, 2, 1, 90};
    private static final int[] FATAL = {21, 3, 3, 0, 2, 2, 255};

    private final StubTransport transport = new StubTransport();
    private final AlertInClear alerts = new AlertInClear(transport);

    @Test
    void rule4_7_findsTheFirstFatalAlertBehindWhateverElseHasCome() throws IOException {
        transport.add(HANDSHAKE);
        transport.add(WARNING);
        transport.add(FATAL);
        transport.add(FATAL);
        assertEquals(OptionalInt.of(255), alerts.find());
        assertEquals(FATAL.length, transport.left());
        assertFalse(alerts.isOver());
    }

    @Test
    void rule6_2_goesOnAfterEveryByte() throws IOException {
        assertEquals(OptionalInt.empty(), alerts.find());
        for (int[] record : new int[][] {HANDSHAKE, FATAL}) {
            for (int i = 0; i < record.length - 1; i++) {
                transport.add(record[i]);
                assertEquals(OptionalInt.empty(), alerts.find());
            }
            transport.add(record[record.length - 1]);
        }
        assertEquals(OptionalInt.of(255), alerts.find());
    }

    /** Encrypted, its two bytes are not to be seen. */
    @Test
    void anAlertThatIsEncryptedIsNone() throws IOException {
        transport.add(21, 3, 3, 0, 3, 2, 40, 0);
        assertEquals(OptionalInt.empty(), alerts.find());
    }

    @Test
    void rule4_3_whatIsNoTlsIsTheEnd() throws IOException {
        transport.add('2', '2', '0', ' ', 'r');
        transport.add(FATAL);
        assertEquals(OptionalInt.empty(), alerts.find());
        assertEquals(OptionalInt.empty(), alerts.find());
        assertEquals(FATAL.length, transport.left(), "nothing more is read");
        assertTrue(alerts.isOver());
    }

    @Test
    void rule12_4_oneLookTakesSoManyRecordsAtMost() throws IOException {
        for (int i = 0; i < 100; i++) {
            transport.add(WARNING);
        }
        assertEquals(OptionalInt.empty(), alerts.find());
        assertEquals(68 * WARNING.length, transport.left());
    }
}
