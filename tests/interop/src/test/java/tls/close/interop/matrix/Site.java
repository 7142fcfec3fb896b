// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tls.close.interop.Protocol;
import tls.close.interop.RunningProgram;

/**
 * Where one peer is started: what its command and its files are filled in with.
 *
 * @param shared what all peers are given
 * @param directory its own
 * @param protocol the version that is to be spoken
 * @param port where TLS is listened for: by the peer if it is a server, by us if it is a client
 * @param plain where a tunnel's plaintext is listened for: by us behind a server, by a client in front of itself
 */
record Site(SharedFiles shared, Path directory, Protocol protocol, int port, int plain) {

    /** In a directory of its own. */
    static Site in(SharedFiles shared, Protocol protocol, int port) throws IOException {
        Path directory = Files.createTempDirectory(shared.directory(), "peer");
        // Servers give up their rights.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        return new Site(shared, directory, protocol, port, 0);
    }

    Site withPlain(int known) {
        return new Site(shared, directory, protocol, port, known);
    }

    RunningProgram run(List<String> command) throws IOException {
        List<String> filled = new ArrayList<>();
        for (String word : command) {
            filled.add(fill(word));
        }
        return RunningProgram.start(filled);
    }

    /** A file of its own, made of a resource. */
    Path file(String resource, Map<String, String> more) throws IOException {
        try (InputStream source = Site.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(source, resource).readAllBytes(), ISO_8859_1);
            for (Map.Entry<String, String> each : more.entrySet()) {
                text = text.replace("@" + each.getKey() + "@", each.getValue());
            }
            return Files.writeString(directory.resolve(resource), fill(text), ISO_8859_1);
        }
    }

    private String fill(String text) {
        return text.replace("@directory@", directory.toString())
                .replace("@port@", Integer.toString(port))
                .replace("@plain@", Integer.toString(plain))
                .replace("@protocol@", protocol.standardName())
                .replace("@authority@", shared.pem().authority().toString())
                .replace("@chain@", shared.pem().serverChain().toString())
                .replace("@key@", shared.pem().serverKey().toString())
                .replace("@both@", shared.both().toString())
                .replace("@www@", shared.www().toString());
    }
}
