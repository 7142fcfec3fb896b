// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tls.close.spi.TlsProvider;

/** Rules 11.1 to 11.3 with providers of all kinds, installed for one class loader. */
class DiscoveryTest {
    @TempDir
    Path installation = Path.of("");

    @Test
    void rule11_1_findsByNameWhateverTheOrder() throws IOException {
        for (List<Class<?>> order :
                List.of(List.<Class<?>>of(Alpha.class, Beta.class), List.<Class<?>>of(Beta.class, Alpha.class))) {
            with(order, () -> {
                assertEquals(List.of("alpha", "beta"), names());
                assertEquals(
                        Beta.class.getName(),
                        TlsProviders.get("beta").getClass().getName());
            });
        }
    }

    @Test
    void rule11_2_brokenOnesDoNotHideTheOthers() throws IOException {
        with(List.of(Throwing.class, Unlinkable.class, Nameless.class, Alpha.class), () -> {
            assertEquals(List.of("alpha"), names());
            List<String> broken = TlsProviders.broken();
            assertEquals(3, broken.size(), broken::toString);
            assertTrue(broken.stream().anyMatch(why -> why.contains("broken on purpose")), broken::toString);
        });
        with(List.of(Alpha.class), () -> assertEquals(List.of(), TlsProviders.broken()));
    }

    @Test
    void rule11_2_anUnknownNameListsWhatIsThereAndWhyItCannotBeUsed() throws IOException {
        with(List.of(Throwing.class, Alpha.class, Unavailable.class), () -> {
            String said = message(() -> TlsProviders.get("gamma"));
            assertTrue(said.contains("'gamma'"), said);
            assertTrue(said.contains("alpha"), said);
            assertTrue(said.contains("unavailable (cannot be used: no native library here)"), said);
            assertTrue(said.contains("broken on purpose"), said);
        });
    }

    @Test
    void rule11_2_aNameInTheWrongCaseIsAnsweredWithTheRightOne() throws IOException {
        with(List.of(Alpha.class), () -> {
            assertTrue(message(() -> TlsProviders.get("Alpha")).contains("'Alpha', but one is named 'alpha'"));
            assertFalse(message(() -> TlsProviders.get("alphabet")).contains("but one"));
        });
    }

    @Test
    void rule11_2_anUnavailableOneIsInstalledButNotFound() throws IOException {
        with(List.of(Unavailable.class), () -> {
            assertEquals(List.of("unavailable"), names());
            assertEquals(Optional.empty(), TlsProviders.find("unavailable"));
            assertTrue(message(() -> TlsProviders.get("unavailable")).contains("no native library here"));
        });
    }

    @Test
    void rule11_1_twoOfOneNameAreAnErrorThatNamesBoth() throws IOException {
        with(List.of(Alpha.class, OtherAlpha.class), () -> {
            String said = message(() -> TlsProviders.get("alpha"));
            assertTrue(said.contains("$Alpha") && said.contains("$OtherAlpha"), said);
        });
    }

    @Test
    void rule11_2_nothingInstalledSaysWhatToDo() throws IOException {
        with(List.of(), () -> {
            assertTrue(message(() -> TlsProviders.get("jsse")).contains("put a provider such as tls-close-jsse"));
        });
    }

    @Test
    void rule11_3_preferredIsThePropertyOrJsse() throws IOException {
        with(List.of(Alpha.class), () -> {
            assertTrue(message(TlsProviders::preferred).contains("'jsse'"));
            System.setProperty(TlsProviders.PREFERRED_PROPERTY, "alpha");
            try {
                assertEquals("alpha", TlsProviders.preferred().name());
            } finally {
                System.clearProperty(TlsProviders.PREFERRED_PROPERTY);
            }
        });
    }

    private static List<String> names() {
        return TlsProviders.installed().stream().map(TlsProvider::name).toList();
    }

    private static String message(Supplier<TlsProvider> look) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, look::get).getMessage());
    }

    private void with(List<? extends Class<?>> providers, Runnable test) throws IOException {
        Path services = Files.createDirectories(installation.resolve("META-INF/services"));
        Files.write(
                services.resolve(TlsProvider.class.getName()),
                providers.stream().map(Class::getName).toList());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (ClassPath classPath = new ClassPath(installation)) {
            thread.setContextClassLoader(classPath);
            test.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Has the providers below once more, outside of our module: those in a module are not looked for by file. */
    private static final class ClassPath extends URLClassLoader {
        ClassPath(Path directory) throws IOException {
            super(new URL[] {directory.toUri().toURL()}, DiscoveryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(DiscoveryTest.class.getName() + "$")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
            try (InputStream in = Objects.requireNonNull(DiscoveryTest.class.getResourceAsStream(file))) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** A provider that is there and does nothing. */
    public abstract static class Named implements TlsProvider {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public TlsContext newContext(KeyManager[] keyManagers, TrustManager[] trustManagers) {
            throw new UnsupportedOperationException();
        }
    }

    /** Fine. */
    public static final class Alpha extends Named {
        /** For the loader. */
        public Alpha() {
            super("alpha");
        }
    }

    /** Fine, but has another's name. */
    public static final class OtherAlpha extends Named {
        /** For the loader. */
        public OtherAlpha() {
            super("alpha");
        }
    }

    /** Fine. */
    public static final class Beta extends Named {
        /** For the loader. */
        public Beta() {
            super("beta");
        }
    }

    /** Says why it cannot be used. */
    public static final class Unavailable extends Named {
        /** For the loader. */
        public Unavailable() {
            super("unavailable");
        }

        @Override
        public Optional<String> whyUnavailable() {
            return Optional.of("no native library here");
        }
    }

    /** Cannot be made. */
    public static final class Throwing extends Named {
        /** For the loader. */
        public Throwing() {
            super("throwing");
            throw new IllegalStateException("broken on purpose");
        }
    }

    /** Misses a class. */
    public static final class Unlinkable extends Named {
        /** For the loader. */
        public Unlinkable() {
            super("unlinkable");
            throw new NoClassDefFoundError("some/backend/Class");
        }
    }

    /** Cannot say its name. */
    public static final class Nameless extends Named {
        /** For the loader. */
        public Nameless() {
            super("nameless");
        }

        @Override
        public String name() {
            throw new IllegalStateException("I forgot");
        }
    }
}
