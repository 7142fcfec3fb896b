// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import tls.close.TlsProviders;
import tls.close.spi.Limitation;
import tls.close.spi.TlsProvider;
import tls.close.tck.harness.ProviderSettings;
import tls.close.tck.harness.Setting;
import tls.close.tck.peer.TlsVersion;

/** Rule 11: the provider under test is found by its name, wherever it was put, and says what there is to say of it. */
@Tag("discovery")
public abstract class DiscoveryScenarios {
    /** Set by a build that knows: {@code true} on the module path, {@code false} on the class path. */
    private static final String MODULE_PATH = "tls.close.modulePath";

    @ProviderSettings
    void rule11_4_itIsFoundOnThePathThatIsMeant(Setting setting) {
        Optional<String> meant = Optional.ofNullable(System.getProperty(MODULE_PATH));
        assumeTrue(meant.isPresent(), "the build doesn't say which path is meant, in the property " + MODULE_PATH);
        boolean named = Boolean.parseBoolean(meant.orElseThrow());
        TlsProvider found = TlsProviders.get(setting.provider().name());
        assertEquals(named, found.getClass().getModule().isNamed(), found.getClass()::toString);
        assertEquals(named, TlsProviders.class.getModule().isNamed(), "the API");
    }

    @ProviderSettings
    void rule11_1_itIsFoundByItsName(Setting setting) {
        String name = setting.provider().name();
        assertTrue(name.matches("[a-z0-9-]+"), name);
        Class<?> type = setting.provider().getClass();
        assertSame(type, TlsProviders.get(name).getClass());
        assertSame(type, TlsProviders.find(name).orElseThrow().getClass());
        assertEquals(Optional.empty(), TlsProviders.find(name + "-not"));
    }

    @ProviderSettings
    void rule11_1_itIsAmongTheInstalledOnce(Setting setting) {
        List<TlsProvider> installed = TlsProviders.installed();
        Class<?> type = setting.provider().getClass();
        assertEquals(
                1, installed.stream().filter(each -> each.getClass() == type).count());
        List<TlsProvider> byName = installed.stream()
                .sorted(Comparator.comparing(TlsProvider::name))
                .toList();
        assertEquals(byName, installed);
    }

    @ProviderSettings
    void rule11_2_anUnknownNameIsAnsweredWithWhatIsInstalled(Setting setting) {
        String said =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> TlsProviders.get("no-such-backend"))
                        .getMessage());
        assertTrue(said.contains("no-such-backend"), said);
        assertTrue(said.contains(setting.provider().name()), said);
    }

    @ProviderSettings
    void rule11_3_itIsPreferredWhenTheSystemPropertyNamesIt(Setting setting) {
        String before = System.getProperty(TlsProviders.PREFERRED_PROPERTY);
        try {
            System.setProperty(
                    TlsProviders.PREFERRED_PROPERTY, setting.provider().name());
            assertSame(setting.provider().getClass(), TlsProviders.preferred().getClass());
            System.setProperty(TlsProviders.PREFERRED_PROPERTY, "no-such-backend");
            assertThrows(IllegalArgumentException.class, TlsProviders::preferred);
        } finally {
            if (before == null) {
                System.clearProperty(TlsProviders.PREFERRED_PROPERTY);
            } else {
                System.setProperty(TlsProviders.PREFERRED_PROPERTY, before);
            }
        }
    }

    @ProviderSettings
    void rule11_4_itIsFoundWhateverTheContextClassLoader(Setting setting) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            assertSame(
                    setting.provider().getClass(),
                    TlsProviders.get(setting.provider().name()).getClass());
            thread.setContextClassLoader(null);
            assertSame(
                    setting.provider().getClass(),
                    TlsProviders.get(setting.provider().name()).getClass());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @ProviderSettings
    void rule11_1_itIsMadeAnewByEachLookAndAlwaysSaysTheSame(Setting setting) {
        TlsProvider again = TlsProviders.get(setting.provider().name());
        assertEquals(setting.provider().name(), again.name());
        assertEquals(setting.provider().limitations(), again.limitations());
        assertTrue(again.isAvailable());
        assertEquals(Optional.empty(), again.whyUnavailable());
    }

    @ProviderSettings
    void rule11_2_eachLimitationHasAReasonAndItsProtocols(Setting setting) {
        for (Limitation limitation : setting.provider().limitations()) {
            assertFalse(limitation.reason().isBlank(), limitation::toString);
            assertFalse(limitation.protocols().isEmpty(), limitation::toString);
            assertTrue(protocols().containsAll(limitation.protocols()), limitation::toString);
        }
    }

    private static List<String> protocols() {
        return Arrays.stream(TlsVersion.values()).map(TlsVersion::jdkName).toList();
    }
}
