// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.PSKTlsClient;
import org.bouncycastle.tls.PSKTlsServer;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.FatalAlertException;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.bc.Link.Transport;

/** Peers of the application's own: here with a pre-shared key, which {@code javax.net.ssl} cannot express. */
class BcPeersTest {
    private static final TlsEndpoint CLIENT = TlsEndpoint.client("localhost", 0);

    private final TlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final TlsContext servers = BcPeers.servers(endpoint -> new PSKTlsServer(crypto, new OneKey("secret")));

    private TlsContext clients(String secret) {
        return BcPeers.clients(
                endpoint -> new PSKTlsClient(crypto, new BasicTlsPSKIdentity(bytes("device"), bytes(secret))));
    }

    @Test
    void aPreSharedKeyOpensAConnectionThatEndsAsAnyOther() throws Exception {
        for (Transport over : Transport.values()) {
            try (Link link = Link.open(clients("secret"), CLIENT, servers, TlsEndpoint.server(), over)) {
                Link.both(
                        () -> {
                            Link.write(link.client(), "hello");
                            assertEquals("late", Link.read(link.client(), 4));
                            return ConnectionTest.bye(link.client(), CloseRequest.SHUT_RDWR);
                        },
                        () -> {
                            assertEquals("hello", Link.read(link.server(), 5));
                            Link.write(link.server(), "late");
                            return ConnectionTest.bye(link.server(), CloseRequest.SHUT_RDWR);
                        });
                assertTrue(link.client().report().transportReusable());
                assertTrue(link.server().report().transportReusable());
                String suite = link.client().sslSession().getCipherSuite();
                assertTrue(suite.contains("_PSK_WITH_"), suite);
                assertThrows(SSLPeerUnverifiedException.class, link.client().sslSession()::getPeerCertificates);
            }
        }
    }

    /** TLS 1.3 has its own kind (RFC 8446 section 4.2.11), without certificates all the same. */
    @Test
    void aPreSharedKeyOfTls13DoesTheSame() throws Exception {
        TlsContext clients = BcPeers.clients(endpoint -> new Psk13.Client(crypto, "secret"));
        TlsContext servers = BcPeers.servers(endpoint -> new Psk13.Server(crypto, "secret"));
        try (Link link = Link.open(clients, CLIENT, servers, TlsEndpoint.server(), Transport.SOCKET)) {
            Link.both(
                    () -> {
                        Link.write(link.client(), "hello");
                        return ConnectionTest.bye(link.client(), CloseRequest.SHUT_RDWR);
                    },
                    () -> {
                        assertEquals("hello", Link.read(link.server(), 5));
                        return ConnectionTest.bye(link.server(), CloseRequest.SHUT_RDWR);
                    });
            assertTrue(link.client().report().transportReusable());
            assertTrue(link.server().report().transportReusable());
            assertEquals("TLSv1.3", link.client().sslSession().getProtocol());
            assertThrows(SSLPeerUnverifiedException.class, link.client().sslSession()::getPeerCertificates);
        }
    }

    @Test
    void theReadmesLinesSayGoodbye() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TlsPSKIdentity identity = new BasicTlsPSKIdentity(bytes("device"), bytes("secret"));
            Link.both(
                    () -> {
                        CloseReport report = PskExample.say("localhost", listening.getLocalPort(), crypto, identity);
                        assertTrue(report.orderly(), report::toString);
                        return report;
                    },
                    () -> {
                        try (Socket accepted = listening.accept();
                                TlsConnection server = servers.open(accepted, TlsEndpoint.server())) {
                            assertEquals("hello\n", Link.read(server, 6));
                            return server.bye(CloseRequest.SHUT_RDWR);
                        }
                    });
        }
    }

    @Test
    void theReadmeShowsTheseLines() throws IOException {
        Path module = Path.of(System.getProperty("basedir", "."));
        String source = stripped(module.resolve("src/test/java/tls/close/bc/PskExample.java"));
        String lines = source.substring(
                source.indexOf("// README: begin") + "// README: begin".length(), source.indexOf("// README: end"));
        assertTrue(stripped(module.resolve("README.md")).contains("```java" + lines + "```"), lines);
    }

    private static String stripped(Path file) throws IOException {
        return Files.readString(file).lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @Test
    void aWrongKeyIsRefused() throws Exception {
        try (Link link = Link.open(clients("guessed"), CLIENT, servers, TlsEndpoint.server(), Transport.SOCKET)) {
            Link.both(
                    () -> assertThrows(FatalAlertException.class, () -> Link.read(link.client(), 1)),
                    () -> assertThrows(IOException.class, link.server()::handshake));
        }
    }

    @Test
    void aContextIsForOneEnd() {
        assertThrows(IllegalArgumentException.class, () -> clients("secret").newEngine(TlsEndpoint.server()));
        assertThrows(IllegalArgumentException.class, () -> servers.newEngine(CLIENT));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One key for everybody. */
    private static final class OneKey implements TlsPSKIdentityManager {
        private final byte[] key;

        OneKey(String key) {
            this.key = bytes(key);
        }

        @Override
        public byte[] getHint() {
            return new byte[0];
        }

        @Override
        public byte[] getPSK(byte[] identity) {
            return key.clone();
        }
    }
}
