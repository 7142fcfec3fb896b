// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Setting;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.NearEnd;

/** How much data is written at once. A record of a few bytes costs as much as a full one, at both ends. */
class FullRecordsTest {
    /** The JDK adds padding to each record of TLS 1.3, and puts a little less into one than it could carry. */
    private static final int FULL = (1 << 14) - 17;

    private static final int RECORDS = 20;

    static Stream<Setting> settings() {
        return TlsProviders.installed().stream()
                .filter(TlsProvider::isAvailable)
                .flatMap(provider -> Stream.of(TlsVersion.values())
                        .flatMap(version -> Stream.of(NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL)
                                .map(near -> new Setting(provider, version, Role.CLIENT, near))));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void muchDataIsAsManyWritesAsItHasFullRecords(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.subject().write(new byte[RECORDS * FULL]);
            int writes = session.wire().writeCalls();
            assertTrue(writes <= RECORDS, () -> writes + " writes, " + session);
        }
    }
}
