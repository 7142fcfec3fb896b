// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import tls.close.Progress;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.Flight;
import tls.close.tck.wire.NearEnd;

/**
 * A handshake of the code under test that goes on only as far as the test lets the peer answer. Over a blocking
 * transport it waits in a thread of its own; over a non-blocking one it is called by the test's thread, as an event
 * loop would.
 */
public final class HeldHandshake {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Session session;
    private final Optional<BackgroundCall<Progress>> waiting;

    private HeldHandshake(Session session, Optional<BackgroundCall<Progress>> waiting) {
        this.session = session;
        this.waiting = waiting;
    }

    public static HeldHandshake begin(Setting setting, Session session) throws IOException {
        HeldHandshake handshake = new HeldHandshake(
                session,
                setting.nearEnd() == NearEnd.NON_BLOCKING_CHANNEL
                        ? Optional.empty()
                        : Optional.of(session.start(session.subject().connection()::handshake)));
        handshake.goOn();
        return handshake;
    }

    /** Lets the peer hear a whole flight; its answer is returned and not sent. */
    public byte[] nextAnswer() throws IOException {
        Deadline deadline = Deadline.orElse(() -> "The peer has nothing to say: " + session);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(session.heard().take());
        while (!isWhole(Flight.of(answer.toByteArray()))) {
            deadline.remaining();
            goOn();
            session.far().awaitInput(MOMENT);
            session.heard().offer(session.far().receive());
            answer.writeBytes(session.heard().take());
        }
        return answer.toByteArray();
    }

    /** In TLS 1.3 a change_cipher_spec without meaning may run ahead. */
    private static boolean isWhole(Flight answer) {
        return answer.types().stream().anyMatch(type -> type != ContentType.CHANGE_CIPHER_SPEC);
    }

    /** Sends what {@link #nextAnswer} returned. */
    public void deliver(byte... answer) throws IOException {
        session.far().send(answer);
    }

    /** Waits until the near end waits for the peer's next flight, so that it has said all of its own. */
    public void awaitReading() throws IOException, InterruptedException {
        goOn();
        if (waiting.isPresent()) {
            Thread thread = waiting.get().thread();
            Deadline deadline = Deadline.orElse(() -> "The near end does not read: " + session);
            while (!isReading(thread)) {
                deadline.remaining();
                thread.join(MOMENT.toMillis());
            }
        }
    }

    /** A thread that is blocked in a socket or in a selector shows this nowhere else. */
    private static boolean isReading(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith("sun.nio.ch.")
                        && (frame.getMethodName().equals("read")
                                || frame.getMethodName().equals("select")));
    }

    /** What {@code handshake()} throws, now that the peer has said or done something that ends it. */
    public IOException failure() {
        return assertThrows(IOException.class, this::outcome);
    }

    /** What the near end comes to, now that it has all that it waits for: it returns or throws. */
    public void outcome() throws Exception {
        if (waiting.isPresent()) {
            waiting.get().result();
        } else {
            session.subject().handshake();
        }
    }

    public void goOn() throws IOException {
        if (waiting.isEmpty()) {
            assertEquals(Progress.WANT_READ, session.subject().connection().handshake());
        }
    }
}
