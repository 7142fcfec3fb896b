// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

/**
 * The whole closing state of a connection, and its one transition table. Immutable.
 *
 * <pre>
 * event              handshake      output side                  input side
 * -----------------  -------------  ---------------------------  -------------------------
 * HANDSHAKE_STARTED  NEW > STARTED
 * HANDSHAKE_DONE     any > DONE
 * HANDSHAKE_LATE                    OPEN, CLOSING > FAILED       OPEN > UNUSED
 * CLOSE                             NEW:     OPEN > UNUSED       NEW:     OPEN > UNUSED
 *                                   STARTED: OPEN > CLOSING      STARTED: OPEN > UNUSED
 *                                   DONE:    OPEN > CLOSING
 * ANSWERED                          OPEN > CLOSING
 * SILENCED                          STARTED: CLOSING > UNUSED
 *                                   OPEN, CLOSING > FAILED
 * GIVEN_UP                          OPEN, CLOSING > FAILED
 * LET_GO                            OPEN > FAILED
 * FLUSHED                           CLOSING > CLOSED
 * ALERTED                           FAILED > ABORTED
 * PEER_CLOSE_NOTIFY                                              OPEN > CLOSE_NOTIFY
 * PEER_CANCELED                                                  OPEN > INVALID
 * TRANSPORT_ENDED                                                OPEN > TRUNCATED
 * PEER_FATAL_ALERT                  OPEN, CLOSING > FAILED       OPEN > FATAL_ALERT
 * PEER_WENT_ON                                                   OPEN > PLAINTEXT
 * INVALID_INPUT                     OPEN, CLOSING > FAILED       OPEN > INVALID
 * READ_FAILED                                                    OPEN > TRANSPORT_FAILURE
 * WRITE_FAILED                      OPEN, CLOSING > FAILED
 * </pre>
 *
 * Whatever the table does not name stays as it is; so a side that has left OPEN never comes back (rule 1.1).
 */
record Sides(Handshake handshake, OutputSide output, InputSide input) {
    static final Sides INITIAL = new Sides(Handshake.NEW, OutputSide.OPEN, InputSide.OPEN);

    Sides next(Event event) {
        return switch (event) {
            case HANDSHAKE_STARTED -> handshake == Handshake.NEW ? with(Handshake.STARTED) : this;
            case HANDSHAKE_DONE -> with(Handshake.DONE);
            case HANDSHAKE_LATE -> fail().end(InputSide.UNUSED);
            case CLOSE -> close();
            case SILENCED ->
                handshake == Handshake.STARTED && output == OutputSide.CLOSING ? with(OutputSide.UNUSED) : fail();
            case GIVEN_UP, WRITE_FAILED -> fail();
            case LET_GO -> output == OutputSide.OPEN ? fail() : this;
            case ANSWERED -> output == OutputSide.OPEN ? with(OutputSide.CLOSING) : this;
            case FLUSHED -> output == OutputSide.CLOSING ? with(OutputSide.CLOSED) : this;
            case ALERTED -> output == OutputSide.FAILED ? with(OutputSide.ABORTED) : this;
            case PEER_CLOSE_NOTIFY -> end(InputSide.CLOSE_NOTIFY);
            case PEER_CANCELED -> end(InputSide.INVALID);
            case TRANSPORT_ENDED -> end(InputSide.TRUNCATED);
            case PEER_FATAL_ALERT -> fail().end(InputSide.FATAL_ALERT);
            case PEER_WENT_ON -> end(InputSide.PLAINTEXT);
            case INVALID_INPUT -> fail().end(InputSide.INVALID);
            case READ_FAILED -> end(InputSide.TRANSPORT_FAILURE);
        };
    }

    /** Whether nothing is owed to the peer any more. */
    boolean hasClosedOutput() {
        return output == OutputSide.CLOSED || output == OutputSide.UNUSED;
    }

    /** Whether the input side ended as it should, or nothing can come on it. */
    boolean needsNoMoreInput() {
        return input == InputSide.CLOSE_NOTIFY || input == InputSide.UNUSED;
    }

    /** Whether both sides have ended, in whatever way. */
    boolean isOver() {
        return input != InputSide.OPEN && output != OutputSide.OPEN && output != OutputSide.CLOSING;
    }

    private Sides close() {
        if (output != OutputSide.OPEN) {
            return this;
        }
        return switch (handshake) {
            case NEW -> with(OutputSide.UNUSED).end(InputSide.UNUSED);
            case STARTED -> with(OutputSide.CLOSING).end(InputSide.UNUSED);
            case DONE -> with(OutputSide.CLOSING);
        };
    }

    private Sides fail() {
        return output == OutputSide.OPEN || output == OutputSide.CLOSING ? with(OutputSide.FAILED) : this;
    }

    private Sides end(InputSide end) {
        return input == InputSide.OPEN ? new Sides(handshake, output, end) : this;
    }

    private Sides with(Handshake value) {
        return new Sides(value, output, input);
    }

    private Sides with(OutputSide value) {
        return new Sides(handshake, value, input);
    }
}
