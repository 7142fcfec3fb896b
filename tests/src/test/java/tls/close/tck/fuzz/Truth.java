// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.OptionalLong;

/** What was really said and delivered. The near end must not claim more. */
final class Truth {
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private OptionalLong goodbye = OptionalLong.empty();
    private OptionalLong dataBeforeGoodbye = OptionalLong.empty();
    private long delivered;
    private int records;
    private boolean broken;

    /** The peer said this under its keys, whether it arrives or not. */
    void said(byte... bytes) {
        data.writeBytes(bytes);
    }

    /** And then its goodbye. */
    void saidGoodbye() {
        if (dataBeforeGoodbye.isEmpty()) {
            dataBeforeGoodbye = OptionalLong.of(data.size());
        }
    }

    /** A record as the peer had made it, in its place; its close_notify may end in it. */
    void intact(int length, boolean isGoodbye) {
        delivered += length;
        records++;
        if (isGoodbye && !broken && goodbye.isEmpty()) {
            goodbye = OptionalLong.of(delivered); // What follows is no part of the connection, whatever it says.
        }
    }

    /** Bytes that the peer had not made. */
    void forged(int length) {
        delivered += length;
        records++;
    }

    /** From here on nothing that arrives can be authentic: a record is missing, or is another, or is one too many. */
    void breakOff() {
        broken = true;
    }

    /** Whether an authentic close_notify has been delivered. */
    boolean hasGoodbye() {
        return goodbye.isPresent();
    }

    /** Whether it ends there or before. */
    boolean hasGoodbyeWithin(long length) {
        return hasGoodbye() && goodbye.getAsLong() <= length;
    }

    /** Whether it ends there in what was delivered. */
    boolean isGoodbye(long end) {
        return hasGoodbye() && goodbye.getAsLong() == end;
    }

    /** How many bytes of data the peer had said when it said goodbye. */
    long dataBeforeGoodbye() {
        return dataBeforeGoodbye.orElseThrow();
    }

    long delivered() {
        return delivered;
    }

    /** In how many pieces. */
    int records() {
        return records;
    }

    byte[] data() {
        return data.toByteArray();
    }
}
