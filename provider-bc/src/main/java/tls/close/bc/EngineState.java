// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import tls.close.internal.provider.Interned;
import tls.close.internal.provider.Standing;

/**
 * How far an engine is, and its one transition table. Immutable.
 *
 * <pre>
 * event              handshake                  output side             input side
 * -----------------  -------------------------  ----------------------  -----------------
 * BEGUN              NEW > RUNNING
 * COMPLETED          RUNNING > COMPLETE
 * FLUSHED            COMPLETE > REPORTED        CLOSING > CLOSED
 * CLOSE_OUTPUT       NEW > ABANDONED            NEW: OPEN > CLOSED      NEW: > CLOSED
 *                    RUNNING > ABANDONED        else: OPEN > CLOSING    RUNNING: > CLOSED
 * CLOSE_INPUT        as CLOSE_OUTPUT            established: unchanged  > CLOSED
 *                                               else: as CLOSE_OUTPUT
 * PEER_CLOSE_NOTIFY                                                     established: > CLOSED
 * FAILED             as CLOSE_OUTPUT            as CLOSE_OUTPUT         > CLOSED
 * PEER_FATAL_ALERT   NEW, RUNNING > ABANDONED   > CLOSED                > CLOSED
 * </pre>
 *
 * Whatever the table does not name stays as it is. A handshake is COMPLETE when bctls says so, and REPORTED once its
 * last flight has been wrapped, which is when {@code FINISHED} is due. A handshake that we abandon closes the input
 * side too: no authenticated close_notify can come any more. "Established" is COMPLETE or REPORTED.
 */
record EngineState(Handshake handshake, Output output, Input input) implements Standing {

    enum Handshake {
        NEW,
        RUNNING,
        COMPLETE,
        REPORTED,
        ABANDONED
    }

    enum Output {
        OPEN,
        /** An alert is the last that is said; not all has been wrapped. */
        CLOSING,
        CLOSED
    }

    enum Input {
        OPEN,
        CLOSED
    }

    enum Event {
        BEGUN,
        COMPLETED,
        /** All that was to be said has been wrapped. */
        FLUSHED,
        CLOSE_OUTPUT,
        CLOSE_INPUT,
        PEER_CLOSE_NOTIFY,
        /** Something could not be accepted: our fatal alert follows. */
        FAILED,
        PEER_FATAL_ALERT
    }

    private static final Interned<Handshake, Interned<Output, Interned<Input, EngineState>>> ALL = Interned.of(
            Handshake.class,
            handshake -> Interned.of(
                    Output.class,
                    output -> Interned.of(Input.class, input -> new EngineState(handshake, output, input))));

    static final EngineState INITIAL = of(Handshake.NEW, Output.OPEN, Input.OPEN);

    private static EngineState of(Handshake handshake, Output output, Input input) {
        return ALL.at(handshake).at(output).at(input);
    }

    EngineState next(Event event) {
        return switch (event) {
            case BEGUN -> handshake == Handshake.NEW ? with(Handshake.RUNNING) : this;
            case COMPLETED -> handshake == Handshake.RUNNING ? with(Handshake.COMPLETE) : this;
            case FLUSHED -> flushed();
            case CLOSE_OUTPUT -> isEstablished() ? closing() : abandoned();
            case CLOSE_INPUT -> isEstablished() ? closedInput() : abandoned();
            case PEER_CLOSE_NOTIFY -> isEstablished() ? closedInput() : this;
            case FAILED -> isEstablished() ? closing().closedInput() : abandoned();
            case PEER_FATAL_ALERT -> of(failedHandshake(), Output.CLOSED, Input.CLOSED);
        };
    }

    /** What an {@code SSLEngine} says of this. */
    HandshakeStatus status(boolean hasOutput) {
        if (hasOutput && output != Output.CLOSED) {
            return HandshakeStatus.NEED_WRAP;
        }
        return handshake == Handshake.RUNNING ? HandshakeStatus.NEED_UNWRAP : HandshakeStatus.NOT_HANDSHAKING;
    }

    @Override
    public boolean hasBegun() {
        return handshake != Handshake.NEW;
    }

    @Override
    public boolean isHandshaking() {
        return handshake == Handshake.RUNNING;
    }

    @Override
    public boolean isEstablished() {
        return handshake == Handshake.COMPLETE || handshake == Handshake.REPORTED;
    }

    @Override
    public boolean isOutputOpen() {
        return output == Output.OPEN;
    }

    @Override
    public boolean isOutputClosed() {
        return output == Output.CLOSED;
    }

    @Override
    public boolean isInputClosed() {
        return input == Input.CLOSED;
    }

    /** Whether application data can be sent. */
    boolean takesData() {
        return isEstablished() && output == Output.OPEN;
    }

    private EngineState flushed() {
        return of(
                handshake == Handshake.COMPLETE ? Handshake.REPORTED : handshake,
                output == Output.CLOSING ? Output.CLOSED : output,
                input);
    }

    private EngineState closing() {
        return output == Output.OPEN ? of(handshake, Output.CLOSING, input) : this;
    }

    private EngineState abandoned() {
        return switch (handshake) {
            case NEW -> of(Handshake.ABANDONED, Output.CLOSED, Input.CLOSED);
            case RUNNING -> of(Handshake.ABANDONED, Output.CLOSING, Input.CLOSED);
            case COMPLETE, REPORTED, ABANDONED -> this;
        };
    }

    private EngineState closedInput() {
        return input == Input.OPEN ? of(handshake, output, Input.CLOSED) : this;
    }

    private Handshake failedHandshake() {
        return isEstablished() ? handshake : Handshake.ABANDONED;
    }

    private EngineState with(Handshake value) {
        return of(value, output, input);
    }
}
