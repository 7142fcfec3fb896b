// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Puts other code into classes that run, and takes it out again. */
final class Mutator {
    private static final JavaCompiler COMPILER = Objects.requireNonNull(
            ToolProvider.getSystemJavaCompiler(), "the code under test cannot be changed without a JDK");
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    /** As the build does. */
    private static final List<String> OPTIONS =
            List.of("-source", "17", "-target", "17", "-g", "-parameters", "-proc:none", "-nowarn", "-Xlint:none");

    /** The JDK of the compiler that made what runs here: another one gives classes other members of its own. */
    private static final String BUILT_BY = System.getProperty("tls.close.compiler", "");

    private static final String HERE = System.getProperty("java.specification.version");
    private static final Instrumentation INSTRUMENTATION = Agent.attach();

    private Mutator() {}

    /** Something to do while the code is other than it was. */
    interface Action {
        void run() throws Exception;
    }

    static void with(List<Mutation> mutations, Action action) throws Exception {
        assumeTrue(
                mutations.isEmpty() || BUILT_BY.equals(HERE),
                () -> "the code was compiled by JDK " + BUILT_BY + ", and what JDK " + HERE
                        + " makes of other words does not fit into its classes");
        Map<Class<?>, byte[]> before = new LinkedHashMap<>();
        List<ClassDefinition> mutated = new ArrayList<>();
        for (Mutation mutation : mutations) {
            for (Map.Entry<String, byte[]> made : compile(mutation).entrySet()) {
                Class<?> type = Class.forName(made.getKey(), true, Mutator.class.getClassLoader());
                byte[] original = bytes(type);
                if (!Arrays.equals(original, made.getValue())) {
                    before.put(type, original);
                    mutated.add(new ClassDefinition(type, made.getValue()));
                }
            }
        }
        if (mutated.isEmpty() && !mutations.isEmpty()) {
            throw new AssertionError("the other words mean the same: " + mutations);
        }
        redefine(mutated);
        try {
            action.run();
        } finally {
            redefine(before.entrySet().stream()
                    .map(each -> new ClassDefinition(each.getKey(), each.getValue()))
                    .toList());
        }
    }

    private static void redefine(List<ClassDefinition> definitions)
            throws ClassNotFoundException, UnmodifiableClassException {
        if (!definitions.isEmpty()) {
            INSTRUMENTATION.redefineClasses(definitions.toArray(ClassDefinition[]::new));
        }
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                type.getClassLoader().getResourceAsStream(type.getName().replace('.', '/') + ".class"))) {
            return in.readAllBytes();
        }
    }

    private static Map<String, byte[]> compile(Mutation mutation) {
        Map<String, ByteArrayOutputStream> made = new LinkedHashMap<>();
        StringWriter said = new StringWriter();
        boolean compiled = COMPILER.getTask(
                        said, new InMemory(made), null, OPTIONS, null, List.of(new Source(mutation)))
                .call();
        if (!compiled) {
            throw new AssertionError(mutation + " is no Java: " + said);
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        made.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Mutation mutation) {
            super(URI.create("mutated:/" + mutation.type().replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = mutation.mutated();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> made;

        InMemory(Map<String, ByteArrayOutputStream> made) {
            super(FILES);
            this.made = made;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            made.put(className, bytes);
            return new SimpleJavaFileObject(URI.create("mutated:/" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }
    }
}
