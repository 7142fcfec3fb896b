// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import tls.close.CloseReport;
import tls.close.tck.harness.Sequence;
import tls.close.tck.peer.ScriptedPeer;

/** What holds at the end of every connection, whatever the peer has done. */
final class Judge {
    private Judge() {}

    static void judge(CloseReport report, Owner owner, HostilePeer hostile) {
        Truth truth = hostile.truth();
        ScriptedPeer peer = hostile.peer();
        assertTrue(!owner.hasMetEnd() || report.orderly(), () -> "-1, and " + report);
        assertTrue(!report.transportReusable() || report.orderly(), report::toString);
        assertTrue(
                !report.orderly() || truth.hasGoodbye(),
                () -> "no authentic close_notify has been delivered: " + report);
        assertIsBeginning(owner.received(), truth.data(), "what was read is not what the peer has said");
        byte[] heard = peer.data();
        assertTrue(heard.length <= owner.sent(), "the peer has heard more than was written");
        assertArrayEquals(Sequence.bytes(0, heard.length), heard, "the peer has heard what was not written");
        assertFalse(peer.closeNotifies() > 1, () -> "more than one close_notify: " + peer);
    }

    private static void assertIsBeginning(byte[] beginning, byte[] whole, String message) {
        assertTrue(
                beginning.length <= whole.length
                        && Arrays.equals(beginning, 0, beginning.length, whole, 0, beginning.length),
                message);
    }
}
