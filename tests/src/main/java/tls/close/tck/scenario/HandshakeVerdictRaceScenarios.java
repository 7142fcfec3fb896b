// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import tls.close.tck.harness.HandshakeRace;
import tls.close.tck.harness.HandshakeRace.Busy;
import tls.close.tck.harness.HandshakeRace.Word;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;

/** U: several threads are in the handshake that breaks, and each is told what the peer had to say, or that it is late. */
@Tag("races")
@Tag("threads")
public abstract class HandshakeVerdictRaceScenarios {

    @Settings(roles = Role.CLIENT)
    void rule4_7_scenario155_whoeverIsInTheHandshakeIsTold(Setting setting) {
        HandshakeRace.run(setting, Word.FIRST, Set.of(Busy.HANDSHAKING, Busy.READING, Busy.WRITING));
    }

    @Settings(roles = Role.CLIENT)
    void rule4_7_scenario155_whoeverIsInTheHandshakeMeetsAnAlertThatComesMeanwhile(Setting setting) {
        HandshakeRace.run(setting, Word.MEANWHILE, Set.of(Busy.HANDSHAKING, Busy.READING, Busy.WRITING));
    }

    @Settings(roles = Role.CLIENT)
    void rule8_3_scenario155_aGoodbyeBesideIt(Setting setting) {
        HandshakeRace.run(setting, Word.FIRST, Set.of(Busy.HANDSHAKING, Busy.SHUT_WR, Busy.SHUT_RDWR));
    }

    @Settings(roles = Role.CLIENT)
    void rule8_4_scenario155_closeBesideIt(Setting setting) {
        HandshakeRace.run(setting, Word.FIRST, Set.of(Busy.HANDSHAKING, Busy.CLOSING));
    }

    @Settings(roles = Role.CLIENT)
    void rule8_4_scenario155_everythingBesideIt(Setting setting) {
        HandshakeRace.run(setting, Word.MEANWHILE, EnumSet.allOf(Busy.class));
    }
}
