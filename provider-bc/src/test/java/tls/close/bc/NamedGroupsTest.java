// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Vector;
import javax.net.ssl.SSLException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import tls.close.CloseRequest;
import tls.close.FatalAlertException;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.bc.Link.Transport;

/** Clients that prefer curves that the JDK has given up, as Erlang's and old OpenSSL's do in TLS 1.2. */
class NamedGroupsTest {

    @Test
    void theServerChoosesAGroupThatItHas() throws Exception {
        try (Link link = open(NamedGroup.sect571r1, NamedGroup.secp256k1, NamedGroup.secp256r1)) {
            Link.both(
                    () -> {
                        Link.write(link.client(), "hello");
                        return ConnectionTest.bye(link.client(), CloseRequest.SHUT_RDWR);
                    },
                    () -> {
                        assertEquals("hello", Link.read(link.server(), 5));
                        return ConnectionTest.bye(link.server(), CloseRequest.SHUT_RDWR);
                    });
            assertTrue(link.server().report().transportReusable());
        }
    }

    @Test
    void withoutACommonGroupTheClientHearsThatNothingIsInCommon() throws Exception {
        try (Link link = open(NamedGroup.sect571r1)) {
            Link.both(
                    () -> {
                        FatalAlertException e =
                                assertThrows(FatalAlertException.class, () -> Link.read(link.client(), 1));
                        assertEquals(
                                AlertDescription.handshake_failure,
                                e.report().alert().orElse(-1));
                        return e;
                    },
                    () -> assertThrows(SSLException.class, link.server()::handshake));
        }
    }

    private static Link open(Integer... groups) throws Exception {
        TlsContext clients = BcPeers.clients(endpoint -> new Client(groups));
        TlsContext servers = TlsProviders.get("bc")
                .newContext(TestCertificates.TRUSTED.server().keyManagers(), TestCertificates.TRUSTED.trustManagers());
        return Link.open(clients, TlsEndpoint.client("localhost", 0), servers, TlsEndpoint.server(), Transport.SOCKET);
    }

    /** One that trusts everybody. */
    private static final class Client extends DefaultTlsClient implements TlsAuthentication {
        private final Integer[] groups;

        Client(Integer... groups) {
            super(new BcTlsCrypto(new SecureRandom()));
            this.groups = groups;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {
                CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
            };
        }

        @Override
        @SuppressWarnings("rawtypes")
        protected Vector<Integer> getSupportedGroups(Vector roles) {
            return new Vector<>(Arrays.asList(groups));
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return this;
        }

        @Override
        public void notifyServerCertificate(TlsServerCertificate shown) {}

        @Override
        public TlsCredentials getClientCredentials(CertificateRequest request) {
            throw new UnsupportedOperationException();
        }
    }
}
