// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A program at the other end of the connection. */
abstract class Peer implements AutoCloseable {
    static final String LINE = "hello\n";

    private final RunningProgram program;
    private final AlertLog alerts;
    private final int port;

    /** @param port where a server listens */
    Peer(RunningProgram program, AlertLog alerts, int port) {
        this.program = program;
        this.alerts = alerts;
        this.port = port;
    }

    int port() {
        return port;
    }

    /** A line each way, so that the handshake is done and nothing is left unread on the other side. */
    abstract void exchange(LocalEnd us) throws Exception;

    /** To be called before we close first. */
    void prepareToAnswer() throws IOException {}

    /** Makes it send close_notify first; returns when it has. What data it sends before that is left to read. */
    void closeFirst(LocalEnd us) throws Exception {
        requestClose(us);
        program.transcript().await(alerts.sent());
    }

    /** Asks for {@link #closeFirst}. */
    abstract void requestClose(LocalEnd us) throws Exception;

    /** The alerts of ours that it has decrypted by the time when it is through with the connection. */
    final List<Alert> alertsFromUs() throws InterruptedException {
        awaitEndOfConnection();
        return alerts.received(program.transcript().lines());
    }

    void awaitEndOfConnection() throws InterruptedException {
        program.awaitExit();
    }

    final void type(String line) throws IOException {
        program.type(line);
    }

    final void closeInput() throws IOException {
        program.closeInput();
    }

    final MatchResult await(String regex) throws InterruptedException {
        return program.transcript().await(Pattern.compile(regex));
    }

    final void suspend() throws Exception {
        program.suspend();
    }

    final void resume() throws Exception {
        program.resume();
    }

    final List<String> lines() {
        return program.transcript().lines();
    }

    final void kill() throws InterruptedException {
        program.kill();
    }

    final AssertionError complaint(String reason) {
        return program.transcript().complaint(reason);
    }

    final void exchangeTypedLines(LocalEnd us) throws Exception {
        program.type("typed");
        assertEquals("typed\n", us.read("typed\n".length()));
        us.write(LINE);
        await("^hello$");
    }

    @Override
    public void close() {
        program.close();
    }
}
