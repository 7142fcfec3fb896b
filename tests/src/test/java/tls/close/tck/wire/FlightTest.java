// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes become records. */
class FlightTest {
    private static final byte[] TWO_RECORDS = ByteBuffer.allocate(7 + 205)
            .put(TlsRecord.of(ContentType.ALERT, (byte) 1, (byte) 0).bytes())
            .put(TlsRecord.of(ContentType.APPLICATION_DATA, new byte[200]).bytes())
            .array();

    @Test
    void whole_records_are_split() {
        Flight flight = Flight.of(TWO_RECORDS);

        assertEquals(List.of(ContentType.ALERT, ContentType.APPLICATION_DATA), flight.types());
        assertEquals(List.of(7, 212), flight.boundaries());
        assertEquals(0x0303, flight.records().get(0).version());
        assertArrayEquals(new byte[] {1, 0}, flight.records().get(0).body());
        assertEquals(205, flight.records().get(1).length());
        assertEquals(0, flight.rest().length);
    }

    @Test
    void whatever_the_length_records_and_rest_are_all_there_is() {
        for (int length = 0; length <= TWO_RECORDS.length; length++) {
            Flight flight = Flight.of(Arrays.copyOf(TWO_RECORDS, length));
            int whole = flight.records().stream().mapToInt(TlsRecord::length).sum();

            assertEquals(length < 7 ? 0 : length < 212 ? 1 : 2, flight.records().size());
            assertArrayEquals(Arrays.copyOfRange(TWO_RECORDS, whole, length), flight.rest());
        }
    }

    @Test
    void what_is_no_tls_has_an_unknown_type() {
        assertEquals(
                List.of(ContentType.UNKNOWN),
                Flight.of((byte) 'H', (byte) 'T', (byte) 'T', (byte) 0, (byte) 0)
                        .types());
    }
}
