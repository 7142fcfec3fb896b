// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TruncationException;

/** One connection to the embedded server: TLS, the goodbye, and plaintext. */
final class Visit {
    private final Course course;
    private final Conversation conversation;
    private final List<String> complaints = new ArrayList<>();
    private Optional<Duration> time = Optional.empty();
    private long readAfterwards;
    private Plaintext plaintext = Plaintext.NOT_TRIED;

    private Visit(Course course, Conversation conversation) {
        this.course = course;
        this.conversation = conversation;
    }

    /**
     * Pays it.
     *
     * @throws IOException if there is nobody to visit; whatever happens later is in the result
     */
    static Visited pay(Course course) throws IOException {
        Transport transport = course.kind().connect(course.address(), course.timeout());
        try (transport;
                Watchdog watchdog = new Watchdog(transport, course.timeout().multipliedBy(2));
                TlsConnection tls = transport.open(course.newContext(), course.endpoint())) {
            return new Visit(course, new Conversation(transport, tls)).go(watchdog);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return Visited.crashed(e);
        }
    }

    private Visited go(Watchdog watchdog) {
        Ending ending = Ending.ORDERLY;
        String detail = "";
        try {
            converse();
            end();
            plaintext = Plaintext.NO;
            goOnInPlaintext();
            plaintext = Plaintext.YES;
        } catch (IOException | RuntimeException e) {
            if (plaintext == Plaintext.NO) {
                complaints.add("in plaintext afterwards: " + OneLine.of(e));
            } else {
                ending = watchdog.hasBitten() ? Ending.SILENT : Ending.of(e, false);
                detail = OneLine.of(e);
            }
        }
        CloseReport report = report();
        // Where the connection knows the time itself, what happened around it does not count.
        return new Visited(
                ending,
                detail,
                Optional.of(report),
                report.peerTime().or(() -> time),
                readAfterwards,
                plaintext,
                List.copyOf(complaints));
    }

    private CloseReport report() {
        return conversation.tls().report();
    }

    private void converse() throws IOException {
        conversation.handshake();
        conversation.write(course.line());
        expect("the echo", course.line(), conversation.read(lengthOf(course.line())));
    }

    private void end() throws IOException {
        CloseLimits limits = CloseLimits.DEFAULT.withTimeout(course.timeout());
        long start = System.nanoTime();
        try {
            conversation.bye(course.request(), limits);
            if (course.request() == CloseRequest.SHUT_WR) {
                conversation.readToEnd(count -> readAfterwards += count);
                conversation.bye(CloseRequest.SHUT_RDWR, limits); // Hands the transport back.
            }
        } catch (TruncationException e) {
            expectTruncation();
            throw e;
        } finally {
            time = Optional.of(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Rule 4.1: both tell, {@code bye} and {@code read}. */
    private void expectTruncation() throws IOException {
        try {
            int count = conversation.tls().read(ByteBuffer.allocate(1));
            complaints.add("read returned " + count + " where bye reported truncation");
        } catch (TruncationException e) {
            // As it should.
        }
    }

    private void goOnInPlaintext() throws IOException {
        String line = "in plaintext again\n";
        conversation.writePlaintext(line);
        expect("the echo in plaintext", line, conversation.readPlaintext(lengthOf(line)));
    }

    private void expect(String what, String expected, String actual) {
        if (!actual.equals(expected)) {
            complaints.add(what + " should be '" + expected.strip() + "', was '" + actual.strip() + "'");
        }
    }

    private static int lengthOf(String text) {
        return text.getBytes(UTF_8).length;
    }
}
