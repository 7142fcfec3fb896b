// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Brings this process to let its own classes be changed. */
public final class Agent {
    private static volatile @Nullable Instrumentation given;

    private Agent() {}

    /** Called by the JVM. */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        given = instrumentation;
    }

    static Instrumentation attach() {
        try {
            Path jar = Files.createTempFile("agent", ".jar");
            try {
                writeTo(jar);
                VirtualMachine self = VirtualMachine.attach(
                        Long.toString(ProcessHandle.current().pid()));
                try {
                    self.loadAgent(jar.toString());
                } finally {
                    self.detach();
                }
            } finally {
                Files.delete(jar);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the code under test cannot be changed", e);
        }
        return Objects.requireNonNull(given);
    }

    /** The class itself is found on the class path. */
    private static void writeTo(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Agent-Class", Agent.class.getName());
        main.putValue("Can-Redefine-Classes", "true");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
