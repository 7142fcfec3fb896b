// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenNameTest {

    @Test
    void ruleS6_aNameThatAReverseLookUpHasFoundIsNobodysWord(@TempDir Path directory) throws IOException {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 server.test\n");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-classpath",
                        String.join(File.pathSeparator, "target/classes", "target/test-classes"),
                        LookUps.class.getName(),
                        "server.test",
                        "127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(
                List.of("server.test is server.test", "server.test is 127.0.0.1"),
                said.lines().toList());
    }

    @Test
    void whatWasNotFoundHasNone() {
        assertNull(GivenName.of(InetSocketAddress.createUnresolved("server.test", 443)));
    }
}
