// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tls.close.bench.line.Rival.Role;
import tls.close.bench.line.Target;
import tls.close.bench.line.TransportKind;

/** Another language's way to end a connection: a program that is told how often, and says what each time took. */
final class ProgramInC implements Contestant, AutoCloseable {
    private static final Map<String, List<String>> LIBRARIES =
            Map.of("gnutls_bye", List.of("-lgnutls"), "ssl_shutdown", List.of("-lssl", "-lcrypto"));

    private final String name;
    private final Process process;
    private final Writer orders;
    private final BufferedReader times;

    private ProgramInC(String name, Process process) {
        this.name = name;
        this.process = process;
        orders = process.outputWriter(StandardCharsets.US_ASCII);
        times = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** All that can be compiled here; the others are left out, with what the compiler says. */
    static List<ProgramInC> startAll(Settings settings, Target target, List<Contest.LeftOut> leftOut) {
        List<ProgramInC> started = new ArrayList<>();
        LIBRARIES.keySet().stream().sorted().forEach(name -> {
            try {
                Path program = compile(name, settings);
                Process process = new ProcessBuilder(
                                program.toString(),
                                String.valueOf(target.address().getPort()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                started.add(new ProgramInC(name + " (C)", process));
            } catch (IOException e) {
                leftOut.add(new Contest.LeftOut(
                        name + " (C)", TransportKind.SOCKET.label(), String.valueOf(e.getMessage())));
            }
        });
        return started;
    }

    private static Path compile(String name, Settings settings) throws IOException {
        Path program = settings.output().resolve(name);
        List<String> command = new ArrayList<>(List.of("cc", "-O2", "-o", program.toString()));
        command.add(settings.sources().resolve(name + ".c").toString());
        command.addAll(LIBRARIES.getOrDefault(name, List.of()));
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader said = compiler.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = said.lines().toList();
            if (compiler.waitFor() != 0) {
                throw new IOException("cc: " + String.join(" ", lines));
            }
            return program;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compiling", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TransportKind transport() {
        return TransportKind.SOCKET;
    }

    @Override
    public Role role() {
        return Role.OTHER;
    }

    @Override
    public boolean isMetered() {
        return false;
    }

    @Override
    public void turn(int operations, Meter meter) throws IOException {
        orders.write(operations + "\n");
        orders.flush();
        for (int i = 0; i < operations; i++) {
            String time = times.readLine();
            if (time == null) {
                throw new IOException("the program has ended");
            }
            meter.add(Long.parseLong(time));
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
