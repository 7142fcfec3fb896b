// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import tls.close.internal.provider.Interned;
import tls.close.internal.provider.Standing;

/**
 * How far an engine is, and its one transition table. Immutable.
 *
 * <pre>
 * event              handshake                     output side            input side
 * -----------------  ----------------------------  ---------------------  --------------------
 * BEGUN              NEW > RUNNING
 * COMPLETED          RUNNING, AGAIN > DONE
 * RENEGOTIATED       DONE > AGAIN
 * CLOSE_OUTPUT       NEW, RUNNING, AGAIN > LEFT    NEW: OPEN > CLOSED     NEW, RUNNING: > CLOSED
 *                                                  else: OPEN > CLOSING   AGAIN: OPEN > DEAF
 * CLOSE_INPUT        as CLOSE_OUTPUT               DONE: unchanged        > CLOSED
 *                                                  else: as CLOSE_OUTPUT
 * FAILED             as CLOSE_OUTPUT               OPEN > CLOSING         > CLOSED
 * PEER_FATAL_ALERT   as CLOSE_OUTPUT               > CLOSED               > CLOSED
 * PEER_CLOSE_NOTIFY                                                       > CLOSED
 * PEER_CANCELED      RUNNING, AGAIN > LEFT                                > CLOSED
 * FLUSHED                                          CLOSING > CLOSED
 * </pre>
 *
 * Whatever the table does not name stays as it is. When we leave a handshake no authenticated close_notify can come any
 * more. The first one closes the input side with it; in a later one that would say that the peer has closed, and that what
 * came before is complete (rule E3).
 */
record EngineState(Handshake handshake, Output output, Input input) implements Standing {

    enum Handshake {
        NEW,
        RUNNING,
        DONE,
        /** A later one, which TLS 1.2 lets a server ask for. */
        AGAIN,
        LEFT
    }

    enum Output {
        OPEN,
        /** An alert is the last that is said; not all has been wrapped. */
        CLOSING,
        CLOSED
    }

    enum Input {
        OPEN,
        /** Nothing can be read any more, and the peer has not closed. */
        DEAF,
        CLOSED
    }

    enum Event {
        BEGUN,
        COMPLETED,
        RENEGOTIATED,
        CLOSE_OUTPUT,
        CLOSE_INPUT,
        /** Something could not be accepted: our fatal alert follows. */
        FAILED,
        PEER_FATAL_ALERT,
        PEER_CLOSE_NOTIFY,
        /** A close_notify in mid-handshake. */
        PEER_CANCELED,
        /** All that was to be said has been wrapped. */
        FLUSHED
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
            case COMPLETED -> isHandshaking() ? with(Handshake.DONE) : this;
            case RENEGOTIATED -> handshake == Handshake.DONE ? with(Handshake.AGAIN) : this;
            case CLOSE_OUTPUT -> left().closing();
            case CLOSE_INPUT -> left().with(Input.CLOSED);
            case FAILED -> left().closing().with(Input.CLOSED);
            case PEER_FATAL_ALERT -> left().with(Output.CLOSED).with(Input.CLOSED);
            case PEER_CLOSE_NOTIFY -> with(Input.CLOSED);
            case PEER_CANCELED -> isHandshaking() ? of(Handshake.LEFT, output, Input.CLOSED) : this;
            case FLUSHED -> output == Output.CLOSING ? with(Output.CLOSED) : this;
        };
    }

    @Override
    public boolean hasBegun() {
        return handshake != Handshake.NEW;
    }

    @Override
    public boolean isHandshaking() {
        return handshake == Handshake.RUNNING || handshake == Handshake.AGAIN;
    }

    @Override
    public boolean isEstablished() {
        return handshake == Handshake.DONE;
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

    boolean isDeaf() {
        return input == Input.DEAF;
    }

    /** Whether application data can be sent. */
    boolean takesData() {
        return handshake == Handshake.DONE && output == Output.OPEN;
    }

    boolean isOver() {
        return output == Output.CLOSED && input == Input.CLOSED;
    }

    private EngineState left() {
        return switch (handshake) {
            case NEW -> of(Handshake.LEFT, Output.CLOSED, Input.CLOSED);
            case RUNNING -> of(Handshake.LEFT, closing().output, Input.CLOSED);
            case AGAIN -> of(Handshake.LEFT, closing().output, input == Input.OPEN ? Input.DEAF : input);
            case DONE, LEFT -> this;
        };
    }

    private EngineState closing() {
        return output == Output.OPEN ? with(Output.CLOSING) : this;
    }

    private EngineState with(Handshake value) {
        return of(value, output, input);
    }

    private EngineState with(Output value) {
        return of(handshake, value, input);
    }

    private EngineState with(Input value) {
        return of(handshake, output, value);
    }
}
