// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs in the README. */
final class Readme {
    static final Path PROJECT = Path.of(System.getProperty("basedir", ".")).resolve("../..");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    private Readme() {}

    static String text() throws IOException {
        return Files.readString(PROJECT.resolve("README.md"));
    }

    /** All of Java. */
    static Stream<String> blocks() throws IOException {
        return BLOCK.matcher(text()).results().map(block -> block.group(1));
    }

    static String program(String name) throws IOException {
        return blockWith("class " + name + " {");
    }

    static String blockWith(String text) throws IOException {
        return blocks().filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no block of Java has " + text));
    }
}
