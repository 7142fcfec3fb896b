// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsEndpoint.ClientAuth;

class TlsEndpointTest {
    private static final TlsEndpoint CLIENT = TlsEndpoint.client("server.test", 443);

    @Test
    void rule12_1_aClientChecksTheHostNameUnlessToldNotTo() {
        assertEquals("HTTPS", CLIENT.sslParameters().getEndpointIdentificationAlgorithm());
        assertNull(CLIENT.withoutHostNameCheck().sslParameters().getEndpointIdentificationAlgorithm());
        assertNull(TlsEndpoint.server().sslParameters().getEndpointIdentificationAlgorithm());
    }

    @Test
    void rule12_1_otherSettingsDoNotSwitchTheCheckOff() {
        SSLParameters parameters = CLIENT.with(p -> p.setEndpointIdentificationAlgorithm(""))
                .protocols("TLSv1.3")
                .lenientTruncation()
                .delegatedTasks(Runnable::run)
                .sslParameters();
        assertEquals("HTTPS", parameters.getEndpointIdentificationAlgorithm());
    }

    @Test
    void rule12_2_onlyTls12And13UnlessAskedOtherwise() {
        assertEquals(
                List.of("TLSv1.3", "TLSv1.2"), List.of(CLIENT.sslParameters().getProtocols()));
        assertArrayEquals(
                new String[] {"TLSv1.2"},
                CLIENT.protocols("TLSv1.2").sslParameters().getProtocols());
    }

    @Test
    void rule12_3_theHostIsTheServerNameUnlessThereIsAnother() {
        assertEquals(
                List.of(new SNIHostName("server.test")), CLIENT.sslParameters().getServerNames());
        assertEquals(
                List.of(new SNIHostName("inner.test")),
                CLIENT.serverName("inner.test").sslParameters().getServerNames());
        assertEquals(
                List.of(new SNIHostName("xn--bcher-kva.test")),
                TlsEndpoint.client("b\u00fccher.test", 443).sslParameters().getServerNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_service", "my_service.test", "no host name", ".", "a..b"})
    void rule12_3_scenario153_whatSniCannotCarryIsLeftOut(String host) {
        assertNull(TlsEndpoint.client(host, 443).sslParameters().getServerNames());
        assertEquals(Optional.of(host), TlsEndpoint.client(host, 443).host());
    }

    @Test
    void rule12_3_scenario153_aFinalDotIsNotSent() {
        assertEquals(
                List.of(new SNIHostName("server.test")),
                TlsEndpoint.client("server.test.", 443).sslParameters().getServerNames());
        assertEquals(
                List.of(new SNIHostName("inner.test")),
                CLIENT.serverName("inner.test.").sslParameters().getServerNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "fe80::1%eth0"})
    void rule12_3_anAddressIsNoServerName(String address) {
        assertNull(TlsEndpoint.client(address, 443).sslParameters().getServerNames());
    }

    @Test
    void rule12_3_clientAuthenticationHasThreeChoices() {
        SSLParameters need = TlsEndpoint.server().clientAuth(ClientAuth.NEED).sslParameters();
        SSLParameters want = TlsEndpoint.server().clientAuth(ClientAuth.WANT).sslParameters();
        SSLParameters none = TlsEndpoint.server()
                .clientAuth(ClientAuth.NEED)
                .clientAuth(ClientAuth.NONE)
                .sslParameters();
        assertTrue(need.getNeedClientAuth() && !need.getWantClientAuth());
        assertTrue(want.getWantClientAuth() && !want.getNeedClientAuth());
        assertFalse(none.getNeedClientAuth() || none.getWantClientAuth());
    }

    @Test
    void changesAreCopies() {
        TlsEndpoint changed = CLIENT.lenientTruncation().applicationProtocols("h2");
        assertFalse(CLIENT.isLenient());
        assertTrue(changed.isLenient());
        assertEquals(0, CLIENT.sslParameters().getApplicationProtocols().length);
        assertEquals(Optional.of("server.test"), changed.host());
        assertEquals(443, changed.port());
    }

    @Test
    void badInputIsNamed() {
        assertMessage("got ''", () -> TlsEndpoint.client("", 443));
        assertMessage("and 65536", () -> TlsEndpoint.client("server.test", 65536));
        assertMessage("protocols", CLIENT::protocols);
        assertMessage("cipherSuites", CLIENT::cipherSuites);
        assertMessage("'my_service'", () -> CLIENT.serverName("my_service"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://server.test, server.test, 443",
        "https://server.test/path?query#part, server.test, 443",
        "https://user:secret@server.test:8443/, server.test, 8443",
        "localhost:8443, localhost, 8443",
        "localhost:, localhost, 443",
        "localhost:99999, localhost, 443",
        "server.test/path, server.test, 443",
        "user@server.test, server.test, 443",
        "127.0.0.1:8443, 127.0.0.1, 8443",
        "[::1]:8443, [::1], 8443",
    })
    void rule12_3_whatIsMoreThanAHostIsAnsweredWithWhatToWrite(String host, String alone, int port) {
        assertMessage(
                "'" + host + "' is more than a host: write TlsEndpoint.client(\"" + alone + "\", " + port + ")",
                () -> TlsEndpoint.client(host, 443));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://", "https:///path", "jdbc:some:thing://x:y:z"})
    void rule12_3_whatHasNoHostIsAnsweredWithWhatToWrite(String host) {
        assertMessage("'" + host + "' is no host: write TlsEndpoint.client(", () -> TlsEndpoint.client(host, 443));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]", "fe80::1%eth0", "[fe80::1%eth0]", "2001:db8::443", "::ffff:127.0.0.1"})
    void rule12_3_anAddressWithColonsIsAHost(String host) {
        assertEquals(Optional.of(host), TlsEndpoint.client(host, 443).host());
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String said = String.valueOf(
                assertThrows(IllegalArgumentException.class, call).getMessage());
        assertTrue(said.contains(part), said);
    }
}
