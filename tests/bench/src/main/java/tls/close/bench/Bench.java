// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import tls.close.bench.line.Backend;
import tls.close.bench.line.Rival;
import tls.close.bench.line.Rivals;
import tls.close.bench.line.Target;
import tls.close.bench.memory.Memory;
import tls.close.bench.peer.PeerProcess;
import tls.close.bench.peer.PeerServer;
import tls.close.bench.report.Findings;
import tls.close.bench.report.Held;
import tls.close.bench.report.Json;
import tls.close.bench.report.Picture;
import tls.close.bench.report.Row;
import tls.close.bench.report.Table;

/** The program: runs what {@link Settings} say, prints the ratios, and leaves them as files. */
public final class Bench {
    private final Settings settings;
    private final PeerProcess peer;
    private final List<Row> rows = new ArrayList<>();
    private final List<Held> idle = new ArrayList<>();
    private final List<Findings.LeftOut> leftOut = new ArrayList<>();

    private Bench(Settings settings, PeerProcess peer) {
        this.settings = settings;
        this.peer = peer;
    }

    /**
     * Runs.
     *
     * @param arguments none
     * @throws Exception if nothing can be measured
     */
    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.fromProperties();
        List<String> conditions = new ArrayList<>(List.of(
                "Java " + Runtime.version() + ", " + PeerServer.PROTOCOL + ", " + PeerServer.CIPHER_SUITE
                        + ", loopback, " + Pinning.pin(),
                "peer: the JDK's SSLSocket in a process of its own; its tickets are read before anything is timed",
                settings.rounds() + " rounds behind " + settings.warmup() + " closes for each rival; ratios within a"
                        + " round: median (quartiles)"));
        Path folder = Files.createDirectories(settings.output().resolve("peer"));
        try (PeerProcess peer = PeerProcess.start(folder)) {
            Bench bench = new Bench(settings, peer);
            for (Backend backend : settings.backends()) {
                bench.run(backend, conditions);
            }
            if (settings.inMemory()) {
                System.err.println(Memory.LABEL);
                bench.rows.addAll(Memory.run(settings.backends(), settings.rounds()));
            }
            bench.report(conditions);
        }
        System.exit(0);
    }

    private void run(Backend backend, List<String> conditions)
            throws IOException, ReflectiveOperationException, GeneralSecurityException {
        Rivals rivals = new Rivals(backend, peer.trustManagers());
        rivals.remark().ifPresent(remark -> conditions.add(backend.label() + ": " + remark));
        for (Scenario scenario : settings.scenarios()) {
            System.err.println(backend.label() + ": " + scenario.label());
            run(scenario, backend, rivals.all());
        }
        if (settings.whileIdle()) {
            System.err.println(backend.label() + ": " + Idle.LABEL);
            Target target = new Target(peer.address(Scenario.FULL_CLOSE.service()), true);
            idle.addAll(new Idle(backend, rivals, target).run());
        }
    }

    private void run(Scenario scenario, Backend backend, List<Rival> rivals) {
        Target target = new Target(peer.address(scenario.service()), scenario.hasNoDelay());
        List<Contest.LeftOut> failed = new ArrayList<>();
        List<Contestant> contestants = contestants(scenario, rivals, target, failed);
        List<ProgramInC> programs =
                scenario.hasProgramsInC() ? ProgramInC.startAll(settings, target, failed) : List.of();
        contestants.addAll(programs);
        var turns = new Contest(contestants, failed)
                .run(scenario.warmup(settings.warmup()), scenario.rounds(settings.rounds()), scenario.turn());
        programs.forEach(ProgramInC::close);
        rows.addAll(new Measured(scenario, backend, turns).rows());
        failed.forEach(each -> leftOut.add(
                new Findings.LeftOut(scenario.label(), backend.label(), each.transport(), each.name(), each.reason())));
    }

    private static List<Contestant> contestants(
            Scenario scenario, List<Rival> rivals, Target target, List<Contest.LeftOut> failed) {
        if (scenario.course() == Course.GOODBYE_TO_ALL) {
            return CrowdContestant.of(rivals, scenario, target);
        }
        List<Contestant> contestants = new ArrayList<>();
        for (Rival rival : rivals) {
            if (scenario.course() == Course.GOODBYE && rival.whyNoFullClose().isPresent()) {
                failed.add(new Contest.LeftOut(
                        rival.name(),
                        rival.transport().label(),
                        rival.whyNoFullClose().get()));
            } else if (scenario.concerns(rival)) {
                contestants.add(new RivalContestant(rival, scenario, target));
            }
        }
        return contestants;
    }

    private void report(List<String> conditions) throws IOException {
        Findings findings = new Findings(conditions, rows, idle, leftOut);
        String table = Table.of(findings);
        System.out.print(table);
        Files.writeString(settings.output().resolve("bench.txt"), table);
        Files.writeString(settings.output().resolve("bench.json"), Json.of(findings));
        Files.writeString(
                settings.output().resolve("full-close.svg"),
                Picture.of("A full close, as a ratio to the bare loop", Scenario.FULL_CLOSE.label(), findings));
    }
}
