// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.reflect.Array;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a native image is told of each jar, as far as it can be checked without GraalVM: the file has the form of its
 * schema, and all that it names exists.
 *
 * @see <a href="https://www.graalvm.org/docs/reference-manual/native-image/assets/reachability-metadata-schema-v1.2.0.json">
 *     the schema</a>
 */
class NativeImageTest {
    private static final ClassLoader LOADER = NativeImageTest.class.getClassLoader();

    private static final Map<String, Class<?>> PRIMITIVES =
            Map.of("byte", byte.class, "int", int.class, "long", long.class);

    /** Since JDK 19 and 20. */
    private static final Set<String> NEWER =
            Set.of("getSignatureSchemes", "setSignatureSchemes", "getNamedGroups", "setNamedGroups");

    @ParameterizedTest
    @ValueSource(strings = {"tls-close", "tls-close-bc", "tls-close-conscrypt", "tls-close-jsse"})
    void allThatIsNamedExists(String artifact) throws Exception {
        Map<?, ?> metadata = read(artifact);
        assertOnly(Set.of("reflection", "resources"), metadata);
        for (Object element : list(metadata, "reflection")) {
            Map<?, ?> entry = (Map<?, ?>) element;
            assertOnly(Set.of("type", "jniAccessible", "methods", "fields"), entry);
            Class<?> type = type((String) value(entry, "type"));
            for (Object method : list(entry, "methods")) {
                assertHas(type, (Map<?, ?>) method);
            }
            for (Object field : list(entry, "fields")) {
                assertOnly(Set.of("name"), (Map<?, ?>) field);
                assertNotNull(type.getDeclaredField((String) value((Map<?, ?>) field, "name")));
            }
        }
        for (Object resource : list(metadata, "resources")) {
            assertOnly(Set.of("glob"), (Map<?, ?>) resource);
            String glob = (String) value((Map<?, ?>) resource, "glob");
            String file = glob.replace("*conscrypt_openjdk_jni-*", "libconscrypt_openjdk_jni-linux-x86_64.so");
            assertNotNull(LOADER.getResource(file), glob);
        }
    }

    /** BouncyCastle's provider makes each of them by its name, and leaves out silently what is not there. */
    @Test
    void bouncyCastlesProviderFindsAllItsParts() throws Exception {
        Set<String> named = list(read("tls-close-bc"), "reflection").stream()
                .map(entry -> (String) value((Map<?, ?>) entry, "type"))
                .filter(type -> type.endsWith("$Mappings"))
                .collect(Collectors.toCollection(TreeSet::new));
        String place = String.valueOf(LOADER.getResource("org/bouncycastle/jce/provider/BouncyCastleProvider.class"));
        Path jar = Path.of(URI.create(place.substring("jar:".length(), place.indexOf('!'))));
        try (JarFile files = new JarFile(jar.toFile())) {
            Set<String> parts = files.stream()
                    .map(entry -> entry.getName().replace('/', '.'))
                    .filter(name -> name.endsWith("$Mappings.class") && !name.startsWith("META-INF"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(parts, named);
        }
    }

    private static void assertHas(Class<?> type, Map<?, ?> method) throws Exception {
        assertOnly(Set.of("name", "parameterTypes"), method);
        String name = (String) value(method, "name");
        Class<?>[] parameters = new Class<?>[list(method, "parameterTypes").size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = type((String) list(method, "parameterTypes").get(i));
        }
        try {
            if (name.equals("<init>")) {
                assertNotNull(type.getDeclaredConstructor(parameters));
            } else {
                assertNotNull(type.getDeclaredMethod(name, parameters));
            }
        } catch (NoSuchMethodException e) {
            boolean here = Runtime.version().feature() >= 20;
            assertTrue(NEWER.contains(name) && !here, () -> type + "." + name);
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        if (name.endsWith("[]")) {
            return Array.newInstance(type(name.substring(0, name.length() - 2)), 0)
                    .getClass();
        }
        Class<?> primitive = PRIMITIVES.get(name);
        return primitive == null ? Class.forName(name, false, LOADER) : primitive;
    }

    private static void assertOnly(Set<String> known, Map<?, ?> entry) {
        assertTrue(known.containsAll(entry.keySet()), () -> entry.keySet() + " are not all in " + known);
    }

    private static Object value(Map<?, ?> entry, String key) {
        Object value = entry.get(key);
        assertNotNull(value, () -> key + " in " + entry);
        return value;
    }

    private static List<?> list(Map<?, ?> entry, String key) {
        Object list = entry.get(key);
        return list == null ? List.of() : (List<?>) list;
    }

    private static Map<?, ?> read(String artifact) throws Exception {
        String name = "META-INF/native-image/io.github.tlsclose/" + artifact + "/reachability-metadata.json";
        try (InputStream file = LOADER.getResourceAsStream(name)) {
            assertNotNull(file, name);
            return (Map<?, ?>) JsonReader.read(new String(file.readAllBytes(), UTF_8));
        }
    }
}
