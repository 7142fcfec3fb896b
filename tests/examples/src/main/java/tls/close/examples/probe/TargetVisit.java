// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.TlsCloseException;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.examples.probe.starttls.NoStartTlsException;

/** One connection to a real server: plaintext where the protocol begins so, TLS, what there is to send, the end. */
final class TargetVisit {
    /** The first byte of a record (RFC 8446 section 5.1). */
    private static final String HANDSHAKE = "\26";

    private static final String ALERT = "\25";

    private final TargetCourse course;
    private final TlsEndpoint endpoint;
    private final Arguments arguments;
    private final Optional<RefusalWitness> witness;
    private Phase phase = Phase.CONNECT;
    private Optional<Duration> time = Optional.empty();
    private long read;

    TargetVisit(TargetCourse course) throws BadArgumentException {
        this.course = course;
        this.endpoint = course.endpoint();
        this.arguments = course.arguments();
        this.witness = course.credentials().trust().named()
                ? Optional.of(new RefusalWitness(course.credentials().trust().judge()))
                : Optional.empty();
    }

    /** Pays it; never throws for what the server does. */
    Observed pay() {
        Wire wire;
        try {
            wire = Wire.connect(course.address(), arguments.connectTimeout(), arguments.timeout());
        } catch (IOException e) {
            return Observed.early(phase, Ending.NOT_CONNECTED, OneLine.of(e));
        }
        try (wire) {
            return talk(wire);
        }
    }

    private Observed talk(Wire wire) {
        phase = Phase.STARTTLS;
        try {
            if (arguments.startTls().isPresent()) {
                arguments.startTls().get().begin(wire, endpoint.host().orElse(""));
            }
            phase = Phase.HANDSHAKE;
            X509ExtendedTrustManager judge = witness.isPresent()
                    ? witness.get()
                    : course.credentials().trust().judge();
            TlsContext context = course.credentials().newContext(course.backend(), judge);
            try (TlsConnection tls = wire.open(context, endpoint.handshakeTimeout(arguments.timeout()))) {
                return converse(wire, new Conversation(wire, tls));
            }
        } catch (NoStartTlsException e) {
            return Observed.early(phase, Ending.STARTTLS_REFUSED, OneLine.said(OneLine.of(e)));
        } catch (EOFException e) {
            return Observed.early(phase, Ending.TRUNCATED, "");
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return Observed.early(phase, Ending.of(e, false), OneLine.of(e));
        }
    }

    private Observed converse(Wire wire, Conversation conversation) {
        TlsConnection tls = conversation.tls();
        try {
            conversation.handshake();
            phase = Phase.ANSWER;
            if (arguments.text().isPresent()) {
                conversation.write(arguments.text().get());
            }
            if (!arguments.untilEnd() || !hasEnded(conversation)) {
                phase = Phase.GOODBYE;
                wire.waitUntil(Deadline.in(arguments.timeout()));
                sayGoodbye(conversation);
            }
            return observed(ended(tls.report()), "", tls.report());
        } catch (IOException | RuntimeException e) {
            return failed(e, wire, tls.report());
        }
    }

    /** Whether the server did so by itself, in time; then its goodbye is answered. */
    private boolean hasEnded(Conversation conversation) throws IOException {
        long start = System.nanoTime();
        try {
            conversation.readToEnd(count -> read += count);
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            time = since(start);
        }
        try {
            conversation.bye(CloseRequest.SHUT_RDWR, limits());
        } catch (IOException e) {
            // That it does not listen any more changes nothing in what it said: rule 4.5.
        }
        return true;
    }

    private void sayGoodbye(Conversation conversation) throws IOException {
        long start = System.nanoTime();
        try {
            conversation.bye(arguments.request(), limits());
            if (arguments.request() == CloseRequest.SHUT_WR) {
                conversation.readToEnd(count -> read += count);
                conversation.bye(CloseRequest.SHUT_RDWR, limits());
            }
        } finally {
            // Where the connection knows the time itself, what happened around it does not count.
            time = conversation.tls().report().peerTime().or(() -> since(start));
        }
    }

    private Ending ended(CloseReport report) {
        boolean asked = arguments.text().isPresent() || arguments.untilEnd();
        return asked && read + report.discardedBytes() == 0 ? Ending.NO_ANSWER : Ending.ORDERLY;
    }

    private Observed failed(Exception thrown, Wire wire, CloseReport report) {
        boolean established = phase != Phase.HANDSHAKE;
        Optional<Refusal> refusal = established ? Optional.empty() : witness.flatMap(RefusalWitness::refusal);
        if (refusal.isPresent()) {
            return observed(Ending.CERTIFICATE_REFUSED, refusal.get().words(), report);
        }
        Ending ending = Ending.of(thrown, wire.firstWords().startsWith(ALERT));
        if (!established && isPlaintext(wire.firstWords())) {
            return observed(Ending.PLAINTEXT, wire.firstLine(), report);
        }
        return observed(ending, detail(thrown), report);
    }

    /** TLS begins with a handshake message or an alert. */
    private boolean isPlaintext(String words) {
        return arguments.startTls().isEmpty()
                && !words.isEmpty()
                && !words.startsWith(HANDSHAKE)
                && !words.startsWith(ALERT);
    }

    private Observed observed(Ending ending, String detail, CloseReport report) {
        return new Observed(
                phase, ending, detail, witness.flatMap(RefusalWitness::refusal), Optional.of(report), time, read);
    }

    /** Without the report, which is told in other words. */
    private static String detail(Exception thrown) {
        String all = OneLine.of(thrown);
        return thrown instanceof TlsCloseException known ? all.replace(" [" + known.report() + "]", "") : all;
    }

    private CloseLimits limits() {
        return CloseLimits.DEFAULT.withTimeout(arguments.timeout());
    }

    private static Optional<Duration> since(long start) {
        return Optional.of(Duration.ofNanos(System.nanoTime() - start));
    }
}
