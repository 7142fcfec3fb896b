// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the JDK that runs the tests, in a process of its own. */
public final class JdkProgram {
    private JdkProgram() {}

    /** To be started; what it says comes in one stream. */
    public static ProcessBuilder of(String name, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** This module and its dependencies, wherever the tests themselves have them. */
    public static String modules() {
        String modulePath = System.getProperty("jdk.module.path");
        return modulePath == null ? System.getProperty("java.class.path") : modulePath;
    }
}
