// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes from the wire, seen as the TLS records that they are made of. */
public final class Flight {
    private final List<TlsRecord> records;
    private final byte[] rest;

    private Flight(List<TlsRecord> records, byte[] rest) {
        this.records = List.copyOf(records);
        this.rest = rest;
    }

    /**
     * Splits bytes into records.
     *
     * @param bytes what was on the wire, from the start of a record on
     * @return the whole records among them, and what follows the last of these
     */
    public static Flight of(byte... bytes) {
        List<TlsRecord> records = new ArrayList<>();
        int start = 0;
        while (bytes.length - start >= TlsRecord.HEADER_LENGTH
                && bytes.length - start >= TlsRecord.lengthAt(bytes, start)) {
            TlsRecord next = TlsRecord.from(bytes, start);
            records.add(next);
            start += next.length();
        }
        return new Flight(records, Arrays.copyOfRange(bytes, start, bytes.length));
    }

    /**
     * The whole records.
     *
     * @return in the order of the wire
     */
    public List<TlsRecord> records() {
        return records;
    }

    /**
     * The outer types of the whole records.
     *
     * @return in the order of the wire
     */
    public List<ContentType> types() {
        return records.stream().map(TlsRecord::type).toList();
    }

    /**
     * Where the records end.
     *
     * @return for each whole record the number of bytes from the start of the flight to its end
     */
    public List<Integer> boundaries() {
        List<Integer> boundaries = new ArrayList<>();
        int end = 0;
        for (TlsRecord each : records) {
            end += each.length();
            boundaries.add(end);
        }
        return boundaries;
    }

    /**
     * What follows the last whole record.
     *
     * @return the beginning of a record, or nothing
     */
    public byte[] rest() {
        return rest.clone();
    }

    @Override
    public String toString() {
        return records + (rest.length == 0 ? "" : " and " + rest.length + " bytes of a record");
    }
}
