// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.MemorySocket;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** The last that a client says in its handshake may not go out when to the backend all is done. */
class LastFlightTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    static Stream<Setting> settings() {
        return TlsProviders.installed().stream()
                .filter(TlsProvider::isAvailable)
                .flatMap(provider -> Stream.of(TlsVersion.values())
                        .map(version -> new Setting(provider, version, Role.CLIENT, NearEnd.SOCKET)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aHandshakeWhoseLastFlightIsLostHasFailed(Setting setting) throws Exception {
        IOException brokenPipe = new SocketException("Broken pipe");
        Session.Builder options = Session.of(setting);
        MemoryWire wire = MemoryWire.blocking();
        PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
        try (TlsConnection connection = options.context().open(new MemorySocket(wire), options.endpoint())) {
            BackgroundCall<Progress> handshake = BackgroundCall.call(connection::handshake);
            assertTrue(wire.far().awaitInput(SOON), "the client's hello");
            wire.failWrites(brokenPipe);
            peer.alternate(handshake::isDone);
            assertSame(brokenPipe, assertThrows(IOException.class, handshake::result));
            assertFalse(connection.isOutputOpen() && connection.isInputOpen(), connection::toString);
        }
    }
}
