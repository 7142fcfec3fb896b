// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.PSKTlsClient;
import org.bouncycastle.tls.PSKTlsServer;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import tls.close.CloseRequest;
import tls.close.FatalAlertException;
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

    @Test
    void aWrongKeyIsRefused() throws Exception {
        try (Link link = Link.open(clients("guessed"), CLIENT, servers, TlsEndpoint.server(), Transport.SOCKET)) {
            Link.both(
                    () -> assertThrows(FatalAlertException.class, () -> Link.read(link.client(), 1)),
                    () -> assertThrows(java.io.IOException.class, link.server()::handshake));
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
