// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;

/** What the fuzzer has found, on each backend. One input alone: {@code -Dtls.close.fuzz.input=<hexadecimal>}. */
class CorpusTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One in so many is played over sockets too. */
    private static final int SOCKETS = 12;

    /** The peer says more than fits into the system's buffers, and the near end is done. */
    private static final String TOO_MUCH = "01000000010013100cff100cff100cff100cff01";

    private static final String INPUT = System.getProperty("tls.close.fuzz.input", "");

    private interface Target {
        CloseReport play(String backend, byte... input) throws Exception;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bc", "conscrypt", "jsse"})
    void rule4_3_rule12_4_aHostilePeerGetsNothingButWhatIsDeclared(String backend) {
        Set<Received> ends = EnumSet.noneOf(Received.class);
        for (byte[] input : inputs()) {
            ends.add(play(HostilePeerFuzz::play, backend, input).received());
        }
        if (INPUT.isEmpty()) {
            assertEquals(EnumSet.allOf(Received.class), ends, "the ends that the inputs come to");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bc", "conscrypt", "jsse"})
    void rule4_3_rule12_4_norOverSockets(String backend) {
        List<byte[]> inputs = inputs();
        for (int i = 0; i < inputs.size(); i += SOCKETS) {
            CloseReport unused = play(SocketFuzz::play, backend, inputs.get(i));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bc", "conscrypt", "jsse"})
    void rule12_4_aHostilePeerThatGoesOnFindsNobody(String backend) {
        CloseReport report = play(SocketFuzz::play, backend, HexFormat.of().parseHex(TOO_MUCH));
        assertEquals(Received.INVALID, report.received(), report::toString);
    }

    private static List<byte[]> inputs() {
        return INPUT.isEmpty() ? Corpus.inputs() : List.of(HexFormat.of().parseHex(INPUT));
    }

    private static CloseReport play(Target target, String backend, byte... input) {
        String which = HexFormat.of().formatHex(input);
        try {
            return assertTimeoutPreemptively(PATIENCE, () -> target.play(backend, input), which);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("with -Dtls.close.fuzz.input=" + which + ": " + e, e);
        }
    }
}
