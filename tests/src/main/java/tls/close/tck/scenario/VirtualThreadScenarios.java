// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import tls.close.tck.harness.Crowd;
import tls.close.tck.harness.Pins;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.wire.NearEnd;

/**
 * R: many connections, each end in a virtual thread. The system property {@code tls.close.connections} says how many.
 */
@Tag("threads")
public abstract class VirtualThreadScenarios {
    private static final int CONNECTIONS = Integer.getInteger("tls.close.connections", 200);

    @Settings(
            roles = Role.CLIENT,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_1_scenario143_manyConnectionsEndWithoutPinningTheirThreads(Setting setting) throws Exception {
        try (Pins pins = Pins.listen();
                Crowd crowd = Crowd.connect(setting, CONNECTIONS)) {
            crowd.talk();
            assertEquals(List.of(), pins.ofLibrary());
        }
    }
}
