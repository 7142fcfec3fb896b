// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tls.close.spi.TlsProvider;

class BackendsTest {

    @Test
    void whatCannotBeUsedIsShownAndNotVisited() {
        TlsProvider usable = new FakeProvider("good", Optional.empty());
        TlsProvider unavailable = new FakeProvider("ill", Optional.of("no native library"));
        Backends backends = Backends.of(List.of(usable, unavailable), List.of("x.Y not found"));
        assertEquals(List.of(usable), backends.usable());
        assertEquals(
                List.of(
                        Row.nothing(
                                "ill",
                                Verdict.SKIPPED,
                                Ending.UNAVAILABLE,
                                new Sentence(
                                        "cannot be used here: no native library",
                                        "use another backend, or mend this one")),
                        Row.nothing(
                                "?",
                                Verdict.SKIPPED,
                                Ending.NOT_LOADED,
                                new Sentence(
                                        "cannot be loaded: x.Y not found",
                                        "take it off the module path or class path, or mend it"))),
                backends.unusable());
    }

    @Test
    void aBrokenBackendIsShownAndDoesNotHideTheOthers(@TempDir Path directory) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(TlsProvider.class.getName()), "there.is.no.such.Provider\n");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            Backends backends = Backends.chosen(Optional.empty());
            assertTrue(backends.usable().stream()
                    .anyMatch(provider -> provider.name().equals("jsse")));
            assertEquals(1, backends.unusable().size(), backends::toString);
            assertEquals(Ending.NOT_LOADED, backends.unusable().get(0).ending());
            assertTrue(
                    backends.unusable().get(0).remarks().get(0).contains("there.is.no.such.Provider"),
                    backends.toString());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
