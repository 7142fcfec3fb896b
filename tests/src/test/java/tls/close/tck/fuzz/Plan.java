// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.util.Arrays;
import java.util.List;
import tls.close.tck.harness.Role;
import tls.close.tck.peer.TlsVersion;

/**
 * The beginning of an input: what is under test, and what its owner does. The rest is what the peer does.
 *
 * @param most how many bytes a transport takes or gives at once
 */
record Plan(TlsVersion version, Role role, Transport transport, int most, List<Call> calls) {
    private static final int MOST_CALLS = 8;
    private static final int STEP = 16;

    static Plan of(Script script) {
        TlsVersion version = script.oneOf(TlsVersion.values());
        Role role = script.oneOf(Role.values());
        Transport transport = script.oneOf(Transport.values());
        int steps = script.number();
        Call[] calls = new Call[script.number() % MOST_CALLS + 2];
        Arrays.setAll(calls, i -> switch (calls.length - i) {
            case 1 -> Call.CLOSE;
            case 2 -> Call.BYE_RDWR;
            default -> script.oneOf(Call.values());
        });
        return new Plan(version, role, transport, steps == 0 ? Integer.MAX_VALUE : STEP * steps, List.of(calls));
    }
}
