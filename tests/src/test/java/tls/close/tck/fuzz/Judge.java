// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertTrue(owner.heard().isPartOf(truth.data()), "what was read is not what the peer has said");
        if (report.orderly()) {
            assertEquals(
                    truth.dataBeforeGoodbye(),
                    owner.heard().length() + report.discardedBytes(),
                    () -> "orderly, but what was read and thrown away is not all that the peer has said: " + report);
        }
        byte[] heard = peer.data();
        assertTrue(heard.length <= owner.sent(), "the peer has heard more than was written");
        assertArrayEquals(Sequence.bytes(0, heard.length), heard, "the peer has heard what was not written");
        assertTrue(
                hostile.isHostile() || peer.failure().isEmpty(),
                () -> "a peer that means well has refused what it was sent: " + peer);
        assertFalse(peer.closeNotifies() > 1, () -> "more than one close_notify: " + peer);
    }
}
