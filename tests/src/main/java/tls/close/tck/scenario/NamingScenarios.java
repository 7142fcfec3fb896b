// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.junit.jupiter.api.Tag;
import tls.close.FatalAlertException;
import tls.close.TlsEndpoint;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Refusal;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;

/** Rule 12.3: SNI and ALPN. */
@Tag("admission")
public abstract class NamingScenarios {

    @Settings(roles = Role.CLIENT)
    void rule12_3_aClientSendsItsHostAsServerName(Setting setting) throws Exception {
        assertEquals(Optional.of(Session.HOST), serverNameSent(Session.of(setting)));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_3_anAddressIsNotSentAsServerName(Setting setting) throws Exception {
        assertEquals(
                Optional.empty(),
                serverNameSent(Session.of(setting)
                        .endpoint(usual -> TlsEndpoint.client("127.0.0.1", 443)
                                .protocols(setting.version().jdkName()))));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_3_aClientSendsTheServerNameThatWasAskedFor(Setting setting) throws Exception {
        assertEquals(
                Optional.of("virtual.test"),
                serverNameSent(Session.of(setting).endpoint(usual -> usual.serverName("virtual.test"))));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_3_aServerNameNeedsNoDot(Setting setting) throws Exception {
        setting.require(Ability.SEND_SERVER_NAME_WITHOUT_DOT);
        assertEquals(
                Optional.of("intranet"),
                serverNameSent(Session.of(setting).endpoint(usual -> usual.serverName("intranet"))));
    }

    @Settings(roles = Role.CLIENT, lacking = Ability.SEND_SERVER_NAME_WITHOUT_DOT)
    void rule12_3_aServerNameThatCannotBeSentIsLeftOut(Setting setting) throws Exception {
        assertEquals(
                Optional.empty(), serverNameSent(Session.of(setting).endpoint(usual -> usual.serverName("intranet"))));
    }

    private static Optional<String> serverNameSent(Session.Builder options) throws Exception {
        try (Session session = options.open()) {
            session.handshake();
            return session.heard().serverName();
        }
    }

    @Settings(roles = Role.SERVER)
    void rule12_3_aServerSeesTheServerName(Setting setting) throws Exception {
        assertEquals(
                List.of(new SNIHostName("virtual.test")),
                serverNamesSeen(Session.of(setting).peer(usual -> usual.withServerName("virtual.test"))));
        assertEquals(List.of(), serverNamesSeen(Session.of(setting)));
    }

    private static List<SNIServerName> serverNamesSeen(Session.Builder options) throws Exception {
        try (Session session = options.open()) {
            session.handshake();
            return assertInstanceOf(
                            ExtendedSSLSession.class,
                            session.subject().connection().sslSession())
                    .getRequestedServerNames();
        }
    }

    @Settings(roles = Role.SERVER)
    void rule12_3_aServerRefusesANameThatItsMatcherDoesNotKnow(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting)
                .endpoint(usual -> usual.with(parameters ->
                        parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("virtual\\.test")))));
        try (Session session =
                options.peer(usual -> usual.withServerName("virtual.test")).open()) {
            session.handshake();
        }
        try (Session session =
                options.peer(usual -> usual.withServerName("other.test")).open()) {
            Refusal.assertRefused(session, EnumSet.of(AlertDescription.UNRECOGNIZED_NAME));
        }
    }

    /** Each end's own order counts where it is the server (RFC 7301, section 3.2). */
    @Settings
    void rule12_3_theApplicationProtocolIsTheServersBest(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.applicationProtocols("first", "second", "third"))
                .peer(usual -> usual.withAlpn("third", "second", "fourth"))
                .open()) {
            assertEquals("", session.subject().connection().applicationProtocol());
            session.handshake();
            String best = setting.role() == Role.SERVER ? "second" : "third";
            assertEquals(best, session.subject().connection().applicationProtocol());
            assertEquals(Optional.of(best), session.heard().applicationProtocol());
        }
    }

    @Settings
    void rule12_3_withoutApplicationProtocolsNoneIsChosen(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.applicationProtocols("first"))
                .open()) {
            session.handshake();
            assertEquals("", session.subject().connection().applicationProtocol());
        }
        try (Session session =
                Session.of(setting).peer(usual -> usual.withAlpn("first")).open()) {
            session.handshake();
            assertEquals("", session.subject().connection().applicationProtocol());
            assertEquals(Optional.empty(), session.heard().applicationProtocol());
        }
    }

    @Settings
    void rule12_3_noApplicationProtocolInCommonIsRefused(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.applicationProtocols("first"))
                .peer(usual -> usual.withAlpn("second"))
                .open()) {
            if (setting.role() == Role.SERVER) {
                Refusal.assertRefused(session, EnumSet.of(AlertDescription.NO_APPLICATION_PROTOCOL));
            } else {
                FatalAlertException refused = assertThrows(FatalAlertException.class, session::handshake);
                assertEquals(AlertDescription.NO_APPLICATION_PROTOCOL.code(), refused.alert());
            }
        }
    }
}
