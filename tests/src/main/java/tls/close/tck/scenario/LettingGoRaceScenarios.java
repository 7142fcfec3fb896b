// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import tls.close.tck.harness.CloseRace;
import tls.close.tck.harness.CloseRace.Busy;
import tls.close.tck.harness.CloseRace.Closer;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;

/**
 * Q: {@code close()} while others are busy. The peer gets what was written and one close_notify and nothing behind it,
 * or the report says that none went out.
 */
@Tag("races")
@Tag("threads")
public abstract class LettingGoRaceScenarios {

    @Settings
    void rule8_4_scenario127_besideAWriter(Setting setting) {
        CloseRace.run(setting, Closer.ANY, Set.of(Busy.WRITING));
    }

    @Settings
    void rule8_4_scenario127_besideAReader(Setting setting) {
        CloseRace.run(setting, Closer.ANY, Set.of(Busy.READING));
    }

    @Settings
    void rule8_4_scenario127_besideShutWr(Setting setting) {
        CloseRace.run(setting, Closer.ANY, Set.of(Busy.SHUT_WR));
    }

    @Settings
    void rule8_4_scenario127_besideShutRdwr(Setting setting) {
        CloseRace.run(setting, Closer.ANY, Set.of(Busy.SHUT_RDWR));
    }

    @Settings
    void rule8_4_scenario127_besideAnotherCloser(Setting setting) {
        CloseRace.run(setting, Closer.ANY, Set.of(Busy.CLOSING));
    }

    @Settings
    void rule8_4_scenario127_besideEverything(Setting setting) {
        CloseRace.run(setting, Closer.ANY, EnumSet.allOf(Busy.class));
    }

    @Settings
    void rule5_1_scenario129_withTheInterruptStatusSetBesideAWriter(Setting setting) {
        CloseRace.run(setting, Closer.INTERRUPTED, Set.of(Busy.WRITING));
    }
}
