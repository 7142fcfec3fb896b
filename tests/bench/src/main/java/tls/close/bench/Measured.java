// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tls.close.bench.line.Backend;
import tls.close.bench.line.Rival.Role;
import tls.close.bench.line.TransportKind;
import tls.close.bench.report.Row;

/** The turns of a {@link Contest}, as ratios within each round. */
record Measured(Scenario scenario, Backend backend, Map<Contestant, List<Meter.Turn>> turns) {

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        turns.forEach((contestant, own) ->
                bare(contestant.transport()).ifPresent(bare -> rows.add(row(contestant, own, bare))));
        return rows;
    }

    private Row row(Contestant contestant, List<Meter.Turn> own, List<Meter.Turn> bare) {
        Optional<List<Meter.Turn>> socket = ownSocket();
        return new Row(
                scenario.label(),
                backend.label(),
                contestant.transport().label(),
                contestant.name(),
                median(own, Meter.Turn::nanos) / 1000,
                ratio(own, bare, Meter.Turn::nanos),
                socket.map(other -> ratio(own, other, Meter.Turn::nanos)),
                contestant.isMetered() ? socket.map(other -> ratio(own, other, Meter.Turn::cpu)) : Optional.empty(),
                contestant.isMetered()
                        ? Optional.of(median(own, Meter.Turn::bytes) - median(bare, Meter.Turn::bytes))
                        : Optional.empty());
    }

    private Optional<List<Meter.Turn>> bare(TransportKind transport) {
        return turns.keySet().stream()
                .filter(contestant -> contestant.role() == Role.BARE && contestant.transport() == transport)
                .findFirst()
                .map(turns::get);
    }

    private Optional<List<Meter.Turn>> ownSocket() {
        return turns.keySet().stream()
                .filter(contestant -> contestant.role() == Role.OWN_SOCKET)
                .findFirst()
                .map(turns::get);
    }

    private static double median(List<Meter.Turn> turns, ToDoubleFunction<Meter.Turn> figure) {
        return Quartiles.of(turns.stream().mapToDouble(figure)).median();
    }

    private static Quartiles ratio(List<Meter.Turn> turns, List<Meter.Turn> base, ToDoubleFunction<Meter.Turn> figure) {
        return Quartiles.of(IntStream.range(0, turns.size())
                .mapToDouble(round -> figure.applyAsDouble(turns.get(round)) / figure.applyAsDouble(base.get(round))));
    }
}
