// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.IOException;

/** Lets a number of bytes pass in one direction and then does what it was told. */
final class Gate {
    private long open = Long.MAX_VALUE;
    private int perCall = Integer.MAX_VALUE;
    private Closed whenClosed = () -> 0;

    void closeAfter(long bytes, Closed whenClosed) {
        this.open = bytes;
        this.whenClosed = whenClosed;
    }

    void open() {
        open = Long.MAX_VALUE;
    }

    void limitEachCall(int bytes) {
        perCall = bytes;
    }

    /** How many of the wanted bytes may pass now; when closed, what there is to say instead: 0, -1 or an exception. */
    int admit(int wanted) throws IOException {
        return open == 0 ? whenClosed.answer() : (int) Math.min(Math.min(wanted, perCall), open);
    }

    void passed(int bytes) {
        if (open != Long.MAX_VALUE) {
            open -= bytes;
        }
    }

    /** What a call meets at a closed gate. */
    @FunctionalInterface
    interface Closed {
        int answer() throws IOException;
    }
}
