// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsEndpoint.ClientAuth;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.Loopback;

/**
 * What people do who meet the library for the first time, and what the message has to say: what was wrong, and what to do
 * about it. {@code NAME} stands for the backend's.
 */
enum Mistake {
    BACKEND_IN_WRONG_CASE("but one is named 'NAME'; installed are ") {
        @Override
        void make(TlsProvider backend) {
            TlsProviders.get(backend.name().toUpperCase(Locale.ROOT));
        }
    },
    UNKNOWN_BACKEND("no usable TLS backend is named 'openssl'; installed are ", "NAME") {
        @Override
        void make(TlsProvider backend) {
            TlsProviders.get("openssl");
        }
    },
    NULL_BACKEND("name") {
        @Override
        @SuppressWarnings("NullAway")
        void make(TlsProvider backend) {
            TlsProviders.get(null);
        }
    },
    NULL_HOST("host") {
        @Override
        @SuppressWarnings("NullAway")
        void make(TlsProvider backend) {
            TlsEndpoint.client(null, 443);
        }
    },
    URL_AS_HOST("'https://localhost/' is more than a host: write TlsEndpoint.client(\"localhost\", 443)") {
        @Override
        void make(TlsProvider backend) {
            TlsEndpoint.client("https://localhost/", 443);
        }
    },
    PORT_IN_HOST("'localhost:8443' is more than a host: write TlsEndpoint.client(\"localhost\", 8443)") {
        @Override
        void make(TlsProvider backend) {
            TlsEndpoint.client("localhost:8443", 443);
        }
    },
    PORT_OUT_OF_RANGE("a port from 0 to 65535, got 'localhost' and 70000") {
        @Override
        void make(TlsProvider backend) {
            TlsEndpoint.client("localhost", 70_000);
        }
    },
    NULL_SOCKET("transport") {
        @Override
        @SuppressWarnings("NullAway")
        void make(TlsProvider backend) throws Exception {
            trusting(backend).open((Socket) null, CLIENT);
        }
    },
    NULL_ENDPOINT("endpoint") {
        @Override
        @SuppressWarnings("NullAway")
        void make(TlsProvider backend) throws Exception {
            trusting(backend).newEngine(null);
        }
    },
    UNCONNECTED_SOCKET("a TLS connection needs a connected socket, this one is not connected") {
        @Override
        void make(TlsProvider backend) throws Exception {
            try (Socket unconnected = new Socket()) {
                trusting(backend).open(unconnected, CLIENT);
            }
        }
    },
    CLOSED_SOCKET("a TLS connection needs a connected socket, this one is closed") {
        @Override
        void make(TlsProvider backend) throws Exception {
            SocketPair wire = SocketPair.open();
            wire.close();
            trusting(backend).open(wire.client(), CLIENT);
        }
    },
    UNKNOWN_PROTOCOL("TLS1.3") {
        @Override
        void make(TlsProvider backend) throws Exception {
            trusting(backend).newEngine(CLIENT.protocols("TLS1.3"));
        }
    },
    UNKNOWN_CIPHER_SUITE("ECDHE-RSA-AES128-GCM-SHA256") {
        @Override
        void make(TlsProvider backend) throws Exception {
            trusting(backend).newEngine(CLIENT.cipherSuites("ECDHE-RSA-AES128-GCM-SHA256"));
        }
    },
    SERVER_WITHOUT_KEY("this server context has no key that it can show to the client") {
        @Override
        void make(TlsProvider backend) throws Exception {
            Handshakes.of(trusting(backend), CLIENT, trusting(backend), SERVER).throwServers();
        }
    },
    CLIENT_OF_A_SERVER_WITHOUT_KEY("the peer sent fatal alert 40 (handshake_failure): no cipher suite") {
        @Override
        void make(TlsProvider backend) throws Exception {
            Handshakes.of(trusting(backend), CLIENT, trusting(backend), SERVER).throwClients();
        }
    },
    WRONG_HOST(
            "No subject alternative DNS name matching localhost found",
            "; the server's certificate is for other names than TlsEndpoint.client was given: use one of those") {
        @Override
        void make(TlsProvider backend) throws Exception {
            with(backend, TestPki.ec().wrongNameServer()).throwClients();
        }
    },
    EXPIRED("PKIX path validation failed: ", "; the peer's certificate has expired, or this machine's clock is wrong") {
        @Override
        void make(TlsProvider backend) throws Exception {
            with(backend, TestPki.ec().expiredServer()).throwClients();
        }
    },
    UNKNOWN_ISSUER(
            "PKIX path building failed: ",
            "unable to find valid certification path to requested target",
            "; no authority that this context trusts has issued the peer's certificate: give newContext a trust manager") {
        @Override
        void make(TlsProvider backend) throws Exception {
            with(backend, TestPki.ec().untrustedServer()).throwClients();
        }
    },
    /** Which of the alerts of a certificate it is, is the client's choice; the name is never missing. */
    SERVER_OF_A_CLIENT_THAT_REFUSES("the peer sent fatal alert 4", "): ", "our certificate") {
        @Override
        void make(TlsProvider backend) throws Exception {
            with(backend, TestPki.ec().untrustedServer()).throwServers();
        }
    },
    /** Number 116, or 42 where that is not known yet. */
    CLIENT_WITHOUT_CERTIFICATE(
            "the peer sent fatal alert ", "certificate", "it lets nobody in without", "we have shown none") {
        @Override
        void make(TlsProvider backend) throws Exception {
            Handshakes.of(
                            trusting(backend),
                            CLIENT,
                            context(backend, TestPki.ec().server()),
                            SERVER.clientAuth(ClientAuth.NEED).protocols("TLSv1.3"))
                    .throwClients();
        }
    },
    NO_VERSION_IN_COMMON(
            "the peer sent fatal alert 70 (protocol_version): it speaks none of the TLS versions that we do") {
        @Override
        void make(TlsProvider backend) throws Exception {
            Handshakes.of(
                            trusting(backend),
                            CLIENT.protocols("TLSv1.2"),
                            context(backend, TestPki.ec().server()),
                            SERVER.protocols("TLSv1.3"))
                    .throwClients();
        }
    },
    PLAINTEXT_SERVER("the peer sent what is no TLS record") {
        @Override
        void make(TlsProvider backend) throws Exception {
            try (SocketPair wire = SocketPair.open()) {
                wire.server().getOutputStream().write("220 mail.test ready\r\n".getBytes(US_ASCII));
                trusting(backend).open(wire.client(), CLIENT).handshake();
            }
        }
    },
    /** A port that is taken, so that nobody else gets it, and where nobody listens. */
    CLOSED_PORT("Connection refused") {
        @Override
        void make(TlsProvider backend) throws Exception {
            try (Socket unheard = new Socket()) {
                unheard.bind(new InetSocketAddress(Loopback.address(), 0));
                trusting(backend)
                        .sslContext()
                        .getSocketFactory()
                        .createSocket(Loopback.address(), unheard.getLocalPort());
            }
        }
    },
    SILENT_SERVER("the handshake was not done in time: see TlsEndpoint.handshakeTimeout") {
        @Override
        void make(TlsProvider backend) throws Exception {
            try (SocketPair wire = SocketPair.open()) {
                trusting(backend)
                        .open(wire.client(), CLIENT.handshakeTimeout(Duration.ofMillis(50)))
                        .handshake();
            }
        }
    },
    SERVER_THAT_DROPS_THE_CONNECTION("the transport ended without the peer's close_notify") {
        @Override
        void make(TlsProvider backend) throws Exception {
            try (SocketPair wire = SocketPair.open()) {
                wire.server().shutdownOutput();
                trusting(backend).open(wire.client(), CLIENT).handshake();
            }
        }
    };

    private static final TlsEndpoint CLIENT = TlsEndpoint.client("localhost", 443);
    private static final TlsEndpoint SERVER = TlsEndpoint.server();

    /** In this order, a line each. */
    private final String says;

    Mistake(String... says) {
        this.says = String.join("\n", says);
    }

    /** Ends with an exception. */
    abstract void make(TlsProvider backend) throws Exception;

    List<String> says(TlsProvider backend) {
        return says.replace("NAME", backend.name()).lines().toList();
    }

    private static TlsContext trusting(TlsProvider backend) throws GeneralSecurityException {
        return backend.newContext(new KeyManager[0], TestPki.ec().trustManagers());
    }

    private static TlsContext context(TlsProvider backend, Identity identity) throws GeneralSecurityException {
        return backend.newContext(identity.keyManagers(), TestPki.ec().trustManagers());
    }

    private static Handshakes with(TlsProvider backend, Identity server) throws Exception {
        return Handshakes.of(trusting(backend), CLIENT, context(backend, server), SERVER);
    }
}
