// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.MemoryWire;

/** Or that nobody pins a thread would show nothing. */
class PinsTest {

    @Test
    void scenario143_whoPinsAThreadBelowTheLibraryIsSeen() throws Exception {
        TrustManager[] trust = TestPki.ec().trustManagers();
        ByteChannel channel = new Pinning(MemoryWire.nonBlocking().near());
        try (Pins pins = Pins.listen();
                TlsConnection connection = TlsProviders.get("jsse")
                        .newContext(Session.NO_KEYS, trust)
                        .open(channel, TlsEndpoint.client("localhost", 1))) {
            Threads.VIRTUAL.call(connection::handshake).result();
            assertEquals(1, pins.ofLibrary().size());
        }
    }

    @Test
    void scenario143_whoPinsAThreadElsewhereIsNotTheLibrary() throws Exception {
        try (Pins pins = Pins.listen()) {
            assertEquals("in vain", Threads.VIRTUAL.call(() -> Elsewhere.WAITED).result());
            assertEquals(0, pins.ofLibrary().size());
        }
    }

    /** A thread that waits in a class initializer has a native frame on its stack. */
    private static final class Here {
        static final String WAITED = waitInVain();
    }

    private static final class Elsewhere {
        static final String WAITED = waitInVain();
    }

    private static String waitInVain() {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(20);
            return "somebody came: " + listener.accept();
        } catch (SocketTimeoutException e) {
            return "in vain";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private record Pinning(ByteChannel channel) implements ByteChannel {

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return channel.read(dst);
        }

        @Override
        public int write(ByteBuffer src) throws IOException {
            assertEquals("in vain", Here.WAITED);
            return channel.write(src);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
