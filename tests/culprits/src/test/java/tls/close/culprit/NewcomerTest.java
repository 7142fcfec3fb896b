// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.tck.TlsProviderTck;
import tls.close.tck.harness.FirstLook;
import tls.close.tck.harness.FirstLook.Finding;
import tls.close.tck.harness.ProviderUnderTest;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.Messages;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.NearEnd;

/** What the kit tells those whose provider or whose command is not right yet. */
class NewcomerTest {
    /** Run by the tests only. */
    static class Kit extends TlsProviderTck {
        Kit() {
            super(Accused.NAME);
        }
    }

    @AfterEach
    void acquit() {
        Accused.is(Culprit.NOBODY);
    }

    @Test
    void anEngineThatThrowsIsToldOfWithWhereItDoes() {
        RuntimeException boom = new IllegalStateException("boom");
        Finding found = look(good -> new ForwardingEngine(good) {
            @Override
            public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
                throw boom;
            }
        });
        assertEquals(
                "accused in TLSv1.2 as a client: it fails in the handshake: java.lang.IllegalStateException: boom",
                found.words());
        assertSame(boom, found.cause());
    }

    @Test
    void anEngineThatDoesNotCloseDiffersFromOneThatDoesNotSayThatItDoes() {
        Finding found = look(good -> new ForwardingEngine(good) {
            @Override
            public void closeOutbound() {}
        });
        assertEquals(
                "accused in TLSv1.2 as a client: rule E5: after closeOutbound() it says NOT_HANDSHAKING, not NEED_WRAP,"
                        + " and wrap() makes no close_notify",
                found.words());
    }

    @Test
    @SuppressWarnings("NullAway")
    void anEngineThatIsMissingIsNamed() {
        assertEquals(
                "accused in TLSv1.2 as a client: it fails before the handshake: java.lang.NullPointerException:"
                        + " newEngine has returned null",
                look(good -> null).words());
    }

    @Test
    @SuppressWarnings("NullAway")
    void aNumberOfAnAlertThatIsMissingIsNamed() throws Exception {
        Accused.is(Culprit.backend("4.4", "does not know what it is asked", new Fault() {
            @Override
            public OptionalInt alert(OptionalInt known) {
                return null;
            }
        }));
        Setting setting = new Setting(
                TlsProviders.get(Accused.NAME), TlsVersion.TLS_1_3, Role.CLIENT, NearEnd.NON_BLOCKING_CHANNEL);
        try (Session session = setting.connect()) {
            session.arrive(Messages.fatal(AlertDescription.INTERNAL_ERROR));
            NullPointerException thrown = assertThrows(NullPointerException.class, session.subject()::readToEnd);
            assertEquals("fatalAlert has returned null", thrown.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"E77", "e1", "Enginecontract", "E1;E5"})
    void aNameThatThereIsNotIsNoGreenRun(String only) {
        TestExecutionSummary run = run(Map.of(ProviderUnderTest.ONLY, only));
        assertEquals(0, run.getTestsStartedCount());
        assertEquals(1, run.getTotalFailureCount());
        String told = String.valueOf(run.getFailures().get(0).getException().getMessage());
        assertTrue(told.contains("no rule or group is called '"), told);
        assertTrue(told.contains("E10") && told.contains("EngineContract"), told);
    }

    @Test
    void whatTheFirstLookHasFoundIsToldAlsoWhereTheGroupsRunAnyway() {
        Accused.is(Culprit.backend("E5", "does not close", engine(good -> new ForwardingEngine(good) {
            @Override
            public void closeOutbound() {}
        })));
        TestExecutionSummary run = run(Map.of(ProviderUnderTest.ONLY, "E6", ProviderUnderTest.ANYWAY, "true"));
        List<String> failed = run.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName())
                .toList();
        assertEquals("firstLook()", failed.get(0));
        assertTrue(run.getTestsStartedCount() > 1, "the groups have not run");
    }

    private interface EngineMaker {
        SSLEngine of(SSLEngine good);
    }

    private static Finding look(EngineMaker maker) {
        Accused.is(Culprit.backend("none", "is not right yet", engine(maker)));
        return FirstLook.at(TlsProviders.get(Accused.NAME)).orElseThrow();
    }

    private static Fault engine(EngineMaker maker) {
        return new Fault() {
            @Override
            public SSLEngine engine(SSLEngine good, TlsEndpoint endpoint, KeyManager[] keys, TrustManager[] trust) {
                return maker.of(good);
            }
        };
    }

    private static TestExecutionSummary run(Map<String, String> parameters) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Kit.class))
                                .enableImplicitConfigurationParameters(false)
                                .configurationParameters(parameters)
                                .build(),
                        summary);
        return summary.getSummary();
    }
}
