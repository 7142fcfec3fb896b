// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real process: its two outputs as one {@link Transcript}, its input, its end. */
public final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final Writer input;
    private final Transcript transcript = new Transcript();

    private RunningProgram(Process process) {
        this.process = process;
        this.input = process.outputWriter(ISO_8859_1);
    }

    public static RunningProgram start(List<String> command) throws IOException {
        List<String> located = new ArrayList<>(command);
        located.set(0, Program.located(command.get(0)));
        RunningProgram program = new RunningProgram(
                new ProcessBuilder(located).redirectErrorStream(true).start());
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
    public void suspend() throws IOException, InterruptedException {
        signal("STOP");
        for (ProcessHandle each : processes().toList()) {
            awaitStopped(each.pid());
        }
    }

    /** A signal that was sent has not arrived. */
    private static void awaitStopped(long pid) throws IOException {
        boolean stopped = false;
        while (!stopped) {
            stopped = true;
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
                for (Path thread : threads) {
                    String status = Files.readString(thread.resolve("stat"), ISO_8859_1);
                    stopped &= "TZ".indexOf(status.charAt(status.lastIndexOf(')') + 2)) >= 0;
                }
            }
            Thread.onSpinWait();
        }
    }

    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        String all = processes().map(each -> Long.toString(each.pid())).collect(Collectors.joining(" "));
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + all).start();
        if (kill.waitFor() != 0) {
            throw transcript.complaint("it cannot be sent SIG" + name);
        }
    }

    public Transcript transcript() {
        return transcript;
    }

    public void type(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    public void closeInput() throws IOException {
        input.close();
    }

    /** Whether it has exited, or does within a moment. */
    public boolean exitsWithin(Duration moment) throws InterruptedException {
        return process.waitFor(moment.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void awaitExit() throws InterruptedException {
        if (!process.waitFor(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw transcript.complaint("the program does not exit");
        }
        transcript.awaitEnd();
    }

    /** SIGKILL: the kernel closes its sockets, and nothing of TLS goes out any more. */
    public void kill() throws InterruptedException {
        destroy();
        awaitExit();
    }

    private void destroy() {
        processes().toList().forEach(ProcessHandle::destroyForcibly);
    }

    /** Servers have children. */
    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    @Override
    public void close() {
        destroy();
        try {
            awaitExit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
