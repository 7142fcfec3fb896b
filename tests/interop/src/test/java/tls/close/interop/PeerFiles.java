// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;

/**
 * What the peers are given.
 *
 * @param pem keys and certificates
 * @param script the peer that is written in Python
 * @param data a mebibyte that looks random
 */
record PeerFiles(PemFiles pem, Path script, Path data) {

    static PeerFiles write(Path directory) throws IOException {
        byte[] data = new byte[1 << 20];
        new Random(42).nextBytes(data);
        Path script = directory.resolve("peer.py");
        try (InputStream source = PeerFiles.class.getResourceAsStream("peer.py")) {
            Files.copy(Objects.requireNonNull(source, "peer.py"), script);
        }
        return new PeerFiles(TestPki.rsa().writePem(directory), script, Files.write(directory.resolve("data"), data));
    }

    byte[] readData() throws IOException {
        return Files.readAllBytes(data);
    }
}
