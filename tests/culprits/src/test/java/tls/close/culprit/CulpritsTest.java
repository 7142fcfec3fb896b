// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.culprit.Trial.Conviction;
import tls.close.culprit.Trial.Thoroughness;
import tls.close.tck.report.Rules;

/**
 * Whoever breaks a rule is convicted by a test of the kit that carries its number. Where one is not, the kit lacks a test.
 */
@Timeout(180)
class CulpritsTest {
    private static final String ALL = "tls.close.culprits";

    static Stream<Culprit> culprits() {
        return Stream.of(
                        BrokenLayers.ALL,
                        BrokenReads.ALL,
                        BrokenWaits.ALL,
                        BrokenEngines.ALL,
                        BrokenConnections.ALL,
                        BrokenFacades.ALL)
                .flatMap(List::stream);
    }

    @Test
    void everyRuleHasItsCulprit() {
        TreeSet<String> without = new TreeSet<>(Rules.all().keySet());
        culprits().map(Culprit::rule).forEach(without::remove);
        assertEquals(new TreeSet<>(), without, "rules that nobody breaks, so that nobody knows whether it is noticed");
    }

    @Test
    void everyCulpritBreaksARuleThatThereIs() {
        TreeSet<String> unknown = new TreeSet<>(culprits().map(Culprit::rule).toList());
        unknown.removeAll(Rules.all().keySet());
        assertEquals(new TreeSet<>(), unknown);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("culprits")
    void whoBreaksARuleIsConvictedByATestOfItsNumber(Culprit culprit) throws Exception {
        List<Conviction> convictions =
                Trial.of(culprit, Thoroughness.FIRST_RED, cited -> cited.contains(culprit.rule()));
        assertFalse(convictions.isEmpty(), "the kit has not noticed " + culprit);
    }

    /** Who is noticed by what: a table for people. */
    @Test
    @Timeout(value = 8, unit = TimeUnit.HOURS)
    @EnabledIfSystemProperty(named = ALL, matches = "all")
    void theWholeCrossProduct() throws Exception {
        assertEquals(
                List.of(), Trial.of(Culprit.NOBODY, Thoroughness.ALL_TESTS, cited -> true), "of who breaks nothing");
        Path report = Path.of(System.getProperty("basedir"), "target", "culprits.txt");
        try (PrintWriter table = new PrintWriter(Files.newBufferedWriter(report))) {
            for (Culprit culprit : culprits().toList()) {
                table.println(culprit);
                table.flush(); // Whoever takes the JVM with him is the last.
                Trial.of(culprit, Thoroughness.ALL_TESTS, cited -> true).forEach(each -> table.println("    " + each));
            }
        }
    }
}
