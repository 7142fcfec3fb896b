// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;

/** What was really said and delivered. The near end must not claim more. */
final class Truth {
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Set<Long> goodbyes = new HashSet<>();
    private long delivered;
    private int records;
    private boolean broken;

    /** The peer said this under its keys, whether it arrives or not. */
    void said(byte... bytes) {
        data.writeBytes(bytes);
    }

    /** A record as the peer had made it, in its place; {@code goodbye} says that it can be its close_notify. */
    void intact(int length, boolean goodbye) {
        delivered += length;
        records++;
        if (goodbye && !broken) {
            goodbyes.add(delivered);
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
        return !goodbyes.isEmpty();
    }

    /** Whether the first ends there or before. */
    boolean hasGoodbyeWithin(long length) {
        return goodbyes.stream().anyMatch(end -> end <= length);
    }

    /** Whether one ends there in what was delivered. */
    boolean isGoodbye(long end) {
        return goodbyes.contains(end);
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
