// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.ConnectionEnd;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.harness.Role;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Loopback;

/** Who listens to a context is told of what its {@code sslContext()} makes: sockets that connect, and that are accepted. */
class SocketListenerTest {
    private final List<ConnectionEnd> ends = new CopyOnWriteArrayList<>();

    static Stream<TlsProvider> available() {
        return TlsProviders.installed().stream().filter(TlsProvider::isAvailable);
    }

    @ParameterizedTest
    @MethodSource("available")
    void rule10_3_eachOfTwoSocketsTellsOfItsOrderlyEnd(TlsProvider backend) throws Exception {
        SSLContext context = context(backend);
        try (ServerSocket listening = listen(context)) {
            BackgroundCall<SocketAddress> server = BackgroundCall.call(() -> {
                try (Socket accepted = listening.accept()) {
                    accepted.getInputStream().transferTo(accepted.getOutputStream());
                    return accepted.getRemoteSocketAddress();
                }
            });
            SocketAddress address;
            try (Socket client = context.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
                address = client.getRemoteSocketAddress();
                client.getOutputStream().write("all".getBytes(US_ASCII));
                assertEquals("all", new String(client.getInputStream().readNBytes(3), US_ASCII));
                assertEquals(List.of(), ends, "told before the end");
                client.shutdownOutput();
                assertEquals(-1, client.getInputStream().read());
            }
            assertEquals(Optional.of(address), told(Role.CLIENT, "close_notify").peer());
            assertEquals(
                    Optional.of(server.result()),
                    told(Role.SERVER, "close_notify").peer());
            assertEquals(2, ends.size(), ends::toString);
            for (ConnectionEnd end : ends) {
                assertEquals(List.of(3L, 3L), List.of(end.bytesRead(), end.bytesWritten()), end::toString);
            }
        }
    }

    /** Over a socket of the caller's, which breaks below it. */
    @ParameterizedTest
    @MethodSource("available")
    void rule10_3_anAcceptedSocketTellsThatItWasCutOff(TlsProvider backend) throws Exception {
        SSLContext context = context(backend);
        try (ServerSocket listening = listen(context);
                Socket wire = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
            BackgroundCall<Integer> server = BackgroundCall.call(() -> {
                try (Socket accepted = listening.accept()) {
                    accepted.getOutputStream().write(1);
                    return accepted.getInputStream().read();
                }
            });
            SSLSocketFactory factory = context.getSocketFactory();
            Socket client = factory.createSocket(wire, "localhost", listening.getLocalPort(), false);
            assertEquals(1, client.getInputStream().read());
            wire.shutdownOutput();
            assertThrows(IOException.class, server::result);
            assertEquals(
                    Optional.of(wire.getLocalSocketAddress()),
                    told(Role.SERVER, "cut off").peer());
            assertEquals(1, ends.size(), ends::toString);
        }
    }

    private SSLContext context(TlsProvider backend) throws Exception {
        TestPki pki = TestPki.ec();
        return backend.newContext(pki.server().keyManagers(), pki.trustManagers())
                .withListener(ends::add)
                .sslContext();
    }

    private static ServerSocket listen(SSLContext context) throws IOException {
        return context.getServerSocketFactory().createServerSocket(0, 1, Loopback.address());
    }

    private ConnectionEnd told(Role role, String cause) {
        List<ConnectionEnd> own = toldBy(role);
        assertEquals(1, own.size(), ends::toString);
        assertEquals(cause, own.get(0).cause(), ends::toString);
        return own.get(0);
    }

    private List<ConnectionEnd> toldBy(Role role) {
        return ends.stream()
                .filter(end -> end.endpoint().isClient() == (role == Role.CLIENT))
                .toList();
    }
}
