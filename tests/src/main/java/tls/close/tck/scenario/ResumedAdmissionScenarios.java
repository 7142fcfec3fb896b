// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.tck.harness.Visits.Handshake.FULL;
import static tls.close.tck.harness.Visits.Handshake.RESUMED;

import java.security.AlgorithmConstraints;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsEndpoint.ClientAuth;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.NewerParameters;
import tls.close.tck.harness.ProviderSettings;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Subject;
import tls.close.tck.harness.UserConstraints;
import tls.close.tck.harness.Visits;
import tls.close.tck.harness.Visits.Visit;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/** Rule 12.5: a session lets in nobody whom a full handshake would refuse by now. Scenarios 148, 149 and 163. */
@Tag("admission")
public abstract class ResumedAdmissionScenarios {
    private static final TestPki PKI = TestPki.ec();

    /** Long enough for two connections under each setting, on a busy machine too. */
    private static final Duration SHORT_LIFE = Duration.ofSeconds(10);

    @Settings(roles = Role.SERVER)
    void rule12_5_scenario148_whoHadNoCertificateIsNotLetInWhereOneIsNeeded(Setting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        for (ClientAuth before : List.of(ClientAuth.NONE, ClientAuth.WANT)) {
            Visits visits = new Visits(setting, PKI.server(), Optional.empty());
            assertEquals(FULL, visits.visit(asking(before)).handshake());
            assertEquals(RESUMED, visits.visit(asking(before)).handshake());
            assertThrows(SSLException.class, () -> visits.visit(asking(ClientAuth.NEED)));
        }
    }

    @Settings(roles = Role.SERVER)
    void rule12_5_scenario148_whoWasNotAskedIsAskedInAFullHandshake(Setting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        Identity client = PKI.client();
        Visits visits = new Visits(setting, PKI.server(), Optional.of(client));
        assertEquals(FULL, visits.visit(asking(ClientAuth.NONE)).handshake());
        for (Visits.Handshake expected : List.of(FULL, RESUMED)) {
            Visit visit = visits.visit(asking(ClientAuth.NEED));
            assertEquals(expected, visit.handshake());
            assertArrayEquals(
                    client.chain().toArray(Certificate[]::new), visit.session().getPeerCertificates());
        }
    }

    private static UnaryOperator<TlsEndpoint> asking(ClientAuth choice) {
        return usual -> usual.clientAuth(choice);
    }

    /** An address that several servers share, say: what was let in under one name is nobody under another. */
    @Settings(roles = Role.CLIENT)
    void rule12_5_scenario149_aServerOfOneNameIsNotLetInUnderAnother(Setting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        Visits visits = new Visits(setting, PKI.wrongNameServer(), Optional.empty());
        UnaryOperator<TlsEndpoint> address = usual ->
                TlsEndpoint.client("10.1.2.3", 443).protocols(setting.version().jdkName());
        UnaryOperator<TlsEndpoint> right = usual -> address.apply(usual).serverName("other.test");
        UnaryOperator<TlsEndpoint> wrong = usual -> address.apply(usual).serverName(Session.HOST);
        assertEquals(FULL, visits.visit(right).handshake());
        assertEquals(RESUMED, visits.visit(right).handshake());
        assertThrows(SSLException.class, () -> visits.visit(wrong));
        assertThrows(SSLException.class, () -> visits.visit(address));
        assertEquals(
                FULL,
                visits.visit(address.andThen(TlsEndpoint::withoutHostNameCheck)::apply)
                        .handshake());
        assertThrows(SSLException.class, () -> visits.visit(address));
    }

    @Settings(roles = Role.SERVER)
    void rule12_5_scenario149_aNameThatIsNoLongerKnownHereIsRefused(Setting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        SNIMatcher elsewhere = SNIHostName.createSNIMatcher("elsewhere\\.test");
        Visits visits = new Visits(setting, PKI.server(), Optional.empty());
        assertEquals(FULL, visits.visit(UnaryOperator.identity()).handshake());
        assertEquals(RESUMED, visits.visit(UnaryOperator.identity()).handshake());
        assertThrows(
                SSLException.class,
                () -> visits.visit(usual -> usual.with(parameters -> parameters.setSNIMatchers(List.of(elsewhere)))));
    }

    /**
     * "A server that implements this extension MUST NOT accept the request to resume the session if the server_name
     * extension contains a different name" (RFC 6066, section 3).
     */
    @Settings(roles = Role.SERVER, versions = TlsVersion.TLS_1_2)
    void rule12_5_scenario149_aServerResumesNoSessionUnderAnotherName(Setting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        setting.require(Ability.RESUME_BY_SERVER_NAME);
        PeerOptions client = PeerOptions.of(setting.version());
        TlsContext server = Session.of(setting).context();
        ScriptedPeer first = visit(server, ScriptedPeer.client(client.withServerName("one.test")), setting);
        visit(server, first.comeAgain(client.withServerName("one.test")), setting);
        ScriptedPeer other = visit(server, first.comeAgain(client.withServerName("other.test")), setting);
        assertEquals(PKI.server().chain(), other.certificates());
    }

    private static ScriptedPeer visit(TlsContext server, ScriptedPeer client, Setting setting) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(setting.nearEnd())) {
            Subject subject = Session.of(setting).subject(server, wire);
            PeerOnWire peer = new PeerOnWire(client, wire.far());
            peer.handshake(subject::handshake);
            subject.connection().close();
            peer.expectCloseNotify();
            return client;
        }
    }

    @Settings
    void rule12_5_scenario149_underOtherAlgorithmConstraintsTheHandshakeIsFull(Setting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        AlgorithmConstraints constraints = UserConstraints.none();
        UnaryOperator<TlsEndpoint> other =
                usual -> usual.with(parameters -> parameters.setAlgorithmConstraints(constraints));
        assertFullUnder(other, setting);
    }

    @Settings
    void rule12_5_scenario149_underOtherSignatureSchemesOrGroupsTheHandshakeIsFull(Setting setting) throws Exception {
        NewerParameters.NAMED_GROUPS.assumeExists();
        assertFullUnder(
                usual -> usual.with(settings -> NewerParameters.SIGNATURE_SCHEMES.set(
                        settings, "ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384")),
                setting);
        assertFullUnder(
                usual -> usual.with(settings -> NewerParameters.NAMED_GROUPS.set(settings, "secp256r1", "secp384r1")),
                setting);
    }

    @Settings(versions = TlsVersion.TLS_1_2)
    void rule12_5_scenario149_underOtherCipherSuitesTheHandshakeIsFull(Setting setting) throws Exception {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        Visits visits = assertFullUnder(usual -> usual.cipherSuites(suite), setting);
        assertEquals(
                suite,
                visits.visit(usual -> usual.cipherSuites(suite)).session().getCipherSuite());
    }

    @Settings
    void rule12_5_scenario149_underOtherProtocolsTheHandshakeIsFull(Setting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        String protocol = setting.withOtherVersion().version().jdkName();
        Visits visits = new Visits(setting, PKI.server(), Optional.empty());
        assertEquals(FULL, visits.visit(UnaryOperator.identity()).handshake());
        Visit other = visits.visit(usual -> usual.protocols(protocol));
        assertEquals(FULL, other.handshake());
        assertEquals(protocol, other.session().getProtocol());
    }

    private static Visits assertFullUnder(UnaryOperator<TlsEndpoint> other, Setting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        Visits visits = new Visits(setting, PKI.server(), Optional.empty());
        assertEquals(FULL, visits.visit(UnaryOperator.identity()).handshake());
        assertEquals(RESUMED, visits.visit(UnaryOperator.identity()).handshake());
        assertEquals(FULL, visits.visit(other).handshake());
        assertEquals(RESUMED, visits.visit(other).handshake());
        return visits;
    }

    /** All settings at once: waiting for the end of a certificate takes its time. */
    @ProviderSettings
    void rule12_5_scenario163_aPeerWhoseCertificateHasExpiredIsRefused(Setting any) throws Exception {
        Identity expiring = PKI.shortLived(SHORT_LIFE);
        UnaryOperator<TlsEndpoint> needing = usual -> usual.isClient() ? usual : usual.clientAuth(ClientAuth.NEED);
        List<Visits> all = new ArrayList<>();
        for (Setting setting : settings(any)) {
            boolean isClient = setting.role() == Role.CLIENT;
            Visits visits = new Visits(
                    setting, isClient ? expiring : PKI.server(), Optional.of(isClient ? PKI.client() : expiring));
            assertEquals(FULL, visits.visit(needing).handshake(), setting::toString);
            assertEquals(RESUMED, visits.visit(needing).handshake(), setting::toString);
            all.add(visits);
        }
        awaitEnd(expiring.certificate());
        for (Visits visits : all) {
            assertThrows(SSLException.class, () -> visits.visit(needing), visits::toString);
        }
    }

    private static List<Setting> settings(Setting any) {
        List<Setting> all = new ArrayList<>();
        for (TlsVersion version : TlsVersion.values()) {
            for (Role role : Role.values()) {
                for (NearEnd nearEnd : NearEnd.values()) {
                    Setting setting = new Setting(any.provider(), version, role, nearEnd);
                    if (!setting.lacks(Ability.RESUMPTION)) {
                        all.add(setting);
                    }
                }
            }
        }
        return all;
    }

    private static void awaitEnd(X509Certificate certificate) throws CertificateNotYetValidException {
        try {
            while (true) {
                certificate.checkValidity();
                LockSupport.parkUntil(certificate.getNotAfter().toInstant().toEpochMilli() + 1);
            }
        } catch (CertificateExpiredException e) {
            // This is what was waited for.
        }
    }
}
