// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** A connection that somebody made, in plaintext, in TLS, and in plaintext again. */
final class Call implements AutoCloseable {
    private static final CloseLimits LIMITS = CloseLimits.DEFAULT.withTimeout(Patience.LIMIT);

    private final Socket socket;
    private final TlsContext context;
    private final TlsEndpoint endpoint;
    private volatile @Nullable TlsConnection tls;
    private volatile @Nullable CloseReport report;
    private volatile @Nullable Throwable failure;

    // Of what is spoken now.
    private InputStream input;
    private OutputStream output;

    Call(Socket socket, TlsContext context, TlsEndpoint endpoint) throws IOException {
        this.socket = socket;
        this.context = context;
        this.endpoint = endpoint;
        socket.setSoTimeout(Patience.MILLIS);
        input = socket.getInputStream();
        output = socket.getOutputStream();
    }

    TlsConnection startTls() throws IOException {
        TlsConnection begun = context.open(socket, endpoint);
        tls = begun;
        begun.handshake();
        input = begun.inputStream();
        output = begun.outputStream();
        return begun;
    }

    private TlsConnection tls() {
        return Objects.requireNonNull(tls, "still in plaintext");
    }

    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    /** Without its end of line. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the peer has ended after “" + line.toString(ISO_8859_1) + "”");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }

    void say(String line) throws IOException {
        output.write((line + "\r\n").getBytes(ISO_8859_1));
        output.flush();
    }

    void write(byte[] bytes) throws IOException {
        output.write(bytes);
        output.flush();
    }

    /** Waits for the peer's close_notify, which has to come first, and only then answers: plaintext follows. */
    void endTlsWhenThePeerHas() throws IOException {
        int more = input.read();
        if (more >= 0) {
            throw new IOException("no close_notify but data: " + more);
        }
        endTls();
    }

    /** Nothing follows from here, and TCP says so too. */
    void end(End how) throws IOException {
        if (how == End.CLOSE_NOTIFY) {
            tls().bye(CloseRequest.SHUT_WR, LIMITS);
        }
        socket.shutdownOutput();
    }

    /** Close_notify both ways. */
    void endTls() throws IOException {
        tls().bye(CloseRequest.SHUT_RDWR, LIMITS);
        input = socket.getInputStream();
        output = socket.getOutputStream();
    }

    /** What the peer has to say until its own end of TLS, however that is. */
    CloseReport hearOut() {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The report tells.
        }
        return tls().report();
    }

    /** How TLS had ended when the call had. */
    CloseReport report() {
        return Objects.requireNonNull(report, "the call has not ended");
    }

    void fail(Throwable reason) {
        failure = reason;
    }

    void rethrow() {
        Throwable known = failure;
        if (known != null) {
            throw new AssertionError("at the other end: " + known + "; " + report, known);
        }
    }

    @Override
    public void close() throws IOException {
        TlsConnection begun = tls;
        if (begun != null) {
            if (report == null) {
                report = begun.report();
            }
            begun.close();
        }
        socket.close();
    }

    @Override
    public String toString() {
        return socket + ", " + tls;
    }
}
