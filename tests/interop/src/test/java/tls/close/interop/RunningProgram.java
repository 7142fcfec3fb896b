// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real process: its two outputs as one {@link Transcript}, its input, its end. */
final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final Writer input;
    private final Transcript transcript = new Transcript();

    private RunningProgram(Process process) {
        this.process = process;
        this.input = process.outputWriter(ISO_8859_1);
    }

    static RunningProgram start(List<String> command) throws IOException {
        RunningProgram program = new RunningProgram(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        program.transcript.add("$ " + String.join(" ", command));
        Thread reader = new Thread(program::readOutput, command.get(0) + " output");
        reader.setDaemon(true);
        reader.start();
        return program;
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                transcript.add(line);
            }
        } catch (IOException e) {
            transcript.add("(" + e + ")");
        } finally {
            transcript.end();
        }
    }

    /** It does nothing more until {@link #resume}; its kernel goes on to take what comes. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw transcript.complaint("it cannot be sent SIG" + name);
        }
    }

    Transcript transcript() {
        return transcript;
    }

    void type(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    void closeInput() throws IOException {
        input.close();
    }

    void awaitExit() throws InterruptedException {
        if (!process.waitFor(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw transcript.complaint("the program does not exit");
        }
        transcript.awaitEnd();
    }

    /** SIGKILL: the kernel closes its sockets, and nothing of TLS goes out any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            awaitExit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
