// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.plaintext;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** A scripted peer on a wire, with the JDK's socket and engine at the near end. */
class PeerOnWireTest {
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void a_jdk_socket_and_a_scripted_server_converse(TlsVersion version) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET)) {
            PeerOnWire server = new PeerOnWire(ScriptedPeer.server(version), wire.far());
            SSLSocket client = layered(wire);
            server.handshake(client::startHandshake);
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            server.expectData("hello");
            server.send(data("wor"), data("ld"), closeNotify());

            assertEquals("world", new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            client.shutdownOutput();
            server.expectCloseNotify();
            assertEquals(List.of(Alert.CLOSE_NOTIFY), server.peer().alerts());
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void a_scripted_client_and_a_jdk_socket_converse(TlsVersion version) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET)) {
            PeerOnWire client = new PeerOnWire(ScriptedPeer.client(version), wire.far());
            SSLSocket server = layered(wire);
            server.setUseClientMode(false);
            client.handshake(server::startHandshake);
            client.sendOneByOne(data("slowly"), closeNotify());

            assertEquals("slowly", new String(server.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void the_failure_of_the_near_end_is_the_failure_of_the_handshake(TlsVersion version) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET)) {
            ScriptedPeer unknown = ScriptedPeer.server(
                    PeerOptions.of(version).withIdentity(TestPki.ec().untrustedServer()));
            PeerOnWire server = new PeerOnWire(unknown, wire.far());

            assertThrows(SSLException.class, () -> server.handshake(layered(wire)::startHandshake));
            server.expectAlert(Alert.fatal(AlertDescription.CERTIFICATE_UNKNOWN));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void an_engine_over_memory_needs_no_thread(TlsVersion version) throws Exception {
        MemoryWire wire = MemoryWire.nonBlocking();
        PeerOnWire server = new PeerOnWire(ScriptedPeer.server(version), wire.far());
        JdkEnd client = JdkEnd.client(TestPki.ec(), "server.test");
        client.engine().beginHandshake();
        server.alternate(() -> {
            move(wire.near(), client);
            return server.peer().isHandshakeComplete();
        });
        server.send(data("in memory"));
        move(wire.near(), client);

        assertEquals("in memory", client.text());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void plaintext_follows_tls_on_the_same_wire(TlsVersion version) throws Exception {
        MemoryWire wire = MemoryWire.nonBlocking();
        PeerOnWire server = new PeerOnWire(
                ScriptedPeer.server(PeerOptions.of(version).withAfterCloseNotify(AfterCloseNotify.PLAINTEXT)),
                wire.far());
        JdkEnd client = JdkEnd.client(TestPki.ec(), "server.test");
        client.engine().beginHandshake();
        server.alternate(() -> {
            move(wire.near(), client);
            return server.peer().isHandshakeComplete();
        });
        wire.near().write(ByteBuffer.wrap(client.closeOutbound()));
        wire.near().write(ByteBuffer.wrap("NOOP\r\n".getBytes(StandardCharsets.US_ASCII)));
        server.expectCloseNotify();
        server.expectPlaintext("NOOP\r\n");
        wire.clearObservations();
        server.send(closeNotify(), plaintext("200 OK\r\n"));

        assertTrue(new String(wire.unread(), StandardCharsets.ISO_8859_1).endsWith("200 OK\r\n"));
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void a_wait_ends_when_the_wire_does(TlsVersion version) throws Exception {
        MemoryWire wire = MemoryWire.nonBlocking();
        PeerOnWire server = new PeerOnWire(ScriptedPeer.server(version), wire.far());
        wire.near().close();

        assertThrows(AssertionError.class, server::expectCloseNotify);
        server.expectEnd();
    }

    private static SSLSocket layered(LoopbackWire wire) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(TestPki.ec().server().keyManagers(), TestPki.ec().trustManagers(), null);
        return (SSLSocket) context.getSocketFactory().createSocket(wire.socket(), "localhost", 443, false);
    }

    private static void move(ByteChannel near, JdkEnd jdk) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        near.read(buffer);
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        jdk.hear(bytes);
        near.write(ByteBuffer.wrap(jdk.output()));
    }
}
