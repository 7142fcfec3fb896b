// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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
 * FLUSHED                           CLOSING, FAILED > CLOSED
 * ALERTED                           FAILED > ABORTED
 * PEER_CLOSE_NOTIFY                                              OPEN > CLOSE_NOTIFY
 * PEER_CANCELED                                                  OPEN > INVALID
 * TRANSPORT_ENDED                                                OPEN > TRUNCATED
 * PEER_FATAL_ALERT                  OPEN, CLOSING > FAILED       OPEN, UNHEARD > FATAL_ALERT
 *                                   not CLOSED, UNUSED:          UNUSED > FATAL_ALERT
 * PEER_WENT_ON                                                   OPEN > PLAINTEXT
 * INVALID_INPUT                     OPEN, CLOSING > FAILED       OPEN > INVALID
 * READ_FAILED                                                    OPEN > TRANSPORT_FAILURE
 * WRITE_FAILED                      OPEN, CLOSING > FAILED
 * CANCEL_FAILED                     OPEN, CLOSING > FAILED
 *                                   not CLOSED, UNUSED:          UNUSED > UNHEARD
 * NOTHING_HEARD                                                  UNHEARD > UNUSED
 * </pre>
 *
 * Whatever the table does not name stays as it is; so a side that has left OPEN never comes back (rule 1.1). FAILED says
 * that no alert of ours ends the output, unless one proves to have been on its way out: FLUSHED, ALERTED.
 */
record Sides(Handshake handshake, OutputSide output, InputSide input) {
    /** Each of them exists once: a transition makes none. */
    private static final Map<Handshake, Map<OutputSide, Map<InputSide, Sides>>> ALL = all(
            Handshake.class,
            handshake -> all(
                    OutputSide.class, output -> all(InputSide.class, input -> new Sides(handshake, output, input))));

    static final Sides INITIAL = of(Handshake.NEW, OutputSide.OPEN, InputSide.OPEN);

    private static <K extends Enum<K>, V> Map<K, V> all(Class<K> keys, Function<K, V> make) {
        Map<K, V> values = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            values.put(key, make.apply(key));
        }
        return values;
    }

    private static Sides of(Handshake handshake, OutputSide output, InputSide input) {
        return known(known(known(ALL, handshake), output), input);
    }

    private static <K, V> V known(Map<K, V> all, K key) {
        return Objects.requireNonNull(all.get(key));
    }

    Sides next(Event event) {
        return switch (event) {
            case HANDSHAKE_STARTED -> handshake == Handshake.NEW ? with(Handshake.STARTED) : this;
            case HANDSHAKE_DONE -> with(Handshake.DONE);
            case HANDSHAKE_LATE -> fail().end(InputSide.UNUSED);
            case CLOSE -> close();
            case SILENCED ->
                handshake == Handshake.STARTED && output == OutputSide.CLOSING ? with(OutputSide.UNUSED) : fail();
            case GIVEN_UP, WRITE_FAILED -> fail();
            case ANSWERED -> output == OutputSide.OPEN ? with(OutputSide.CLOSING) : this;
            case FLUSHED ->
                output == OutputSide.CLOSING || output == OutputSide.FAILED ? with(OutputSide.CLOSED) : this;
            case ALERTED -> output == OutputSide.FAILED ? with(OutputSide.ABORTED) : this;
            case PEER_CLOSE_NOTIFY -> end(InputSide.CLOSE_NOTIFY);
            case PEER_CANCELED -> end(InputSide.INVALID);
            case TRANSPORT_ENDED -> end(InputSide.TRUNCATED);
            case PEER_FATAL_ALERT -> awaitsEnd() || isBeingCanceled() ? fail().with(InputSide.FATAL_ALERT) : fail();
            case PEER_WENT_ON -> end(InputSide.PLAINTEXT);
            case INVALID_INPUT -> fail().end(InputSide.INVALID);
            case READ_FAILED -> end(InputSide.TRANSPORT_FAILURE);
            case NOTHING_HEARD -> input == InputSide.UNHEARD ? with(InputSide.UNUSED) : this;
            case CANCEL_FAILED -> isBeingCanceled() ? fail().with(InputSide.UNHEARD) : fail();
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
        return !awaitsEnd() && output != OutputSide.OPEN && output != OutputSide.CLOSING;
    }

    /** Whether we gave up the handshake. */
    boolean isCanceled() {
        return input == InputSide.UNUSED || input == InputSide.UNHEARD;
    }

    /** Whether something may still be read that says how the input side ends. */
    boolean awaitsEnd() {
        return input == InputSide.OPEN || input == InputSide.UNHEARD;
    }

    private boolean isBeingCanceled() {
        return input == InputSide.UNUSED && !hasClosedOutput();
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
        return input == InputSide.OPEN ? with(end) : this;
    }

    private Sides with(Handshake value) {
        return of(value, output, input);
    }

    private Sides with(OutputSide value) {
        return of(handshake, value, input);
    }

    private Sides with(InputSide value) {
        return of(handshake, output, value);
    }
}
