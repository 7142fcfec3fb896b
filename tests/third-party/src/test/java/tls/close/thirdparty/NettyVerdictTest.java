// SPDX-License-Identifier: Apache-2.0
package tls.close.thirdparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import tls.close.tck.harness.FirstLook;
import tls.close.tck.harness.FirstLook.Finding;

/** What Netty's engine breaks is known, and a change of it is noticed: where it differs, look, and copy what is new. */
class NettyVerdictTest {
    private static final Path BASE = Path.of(System.getProperty("basedir"));

    private static final String FINDING =
            "netty in TLSv1.2 as a client: rule E5: after closeOutbound() it says NOT_HANDSHAKING, not NEED_WRAP,"
                    + " though wrap() makes its close_notify";

    @Test
    void theFirstLookNamesTheFirstRule() {
        NettyProvider netty = new NettyProvider();
        assumeTrue(netty.isAvailable(), () -> netty.whyUnavailable().orElse(""));
        assertEquals(Optional.of(FINDING), FirstLook.at(netty).map(Finding::words));
    }

    @Test
    void whatTheFirstLookFindsFailsTheRunOfAGroupToo() {
        assumeTrue(
                new NettyProvider().isAvailable(),
                () -> new NettyProvider().whyUnavailable().orElse(""));
        SummaryGeneratingListener run = new SummaryGeneratingListener();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(NettyKit.class))
                                .filters(TagFilter.includeTags("engine"))
                                .enableImplicitConfigurationParameters(false)
                                .build(),
                        run);
        assertEquals(
                List.of(FINDING),
                run.getSummary().getFailures().stream()
                        .map(failure -> failure.getException().getMessage())
                        .toList());
        assertEquals(0, run.getSummary().getTestsStartedCount());
    }

    @Test
    void theEngineBreaksWhatItIsKnownToBreak() throws IOException {
        assumeTrue(
                new NettyProvider().isAvailable(),
                () -> new NettyProvider().whyUnavailable().orElse(""));
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(NettyKit.class))
                        .filters(TagFilter.includeTags("engine"))
                        .enableImplicitConfigurationParameters(false)
                        .configurationParameter("tls.close.tck.anyway", "true")
                        .build());
        String verdict = Files.readString(BASE.resolve("target/tls-close-tck/NettyKit.tsv"));
        assertEquals(
                Files.readString(BASE.resolve("NettyKit.tsv")), verdict, "target/tls-close-tck/NettyKit.txt says more");
    }
}
