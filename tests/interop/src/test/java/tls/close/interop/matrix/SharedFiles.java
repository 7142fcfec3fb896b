// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;

/**
 * What all peers are given.
 *
 * @param directory all is in it
 * @param pem keys and certificates
 * @param both the server's certificate and its key in one file
 * @param www what a web server serves: {@code hello}, and {@code long}, which no buffer holds
 */
record SharedFiles(Path directory, PemFiles pem, Path both, Path www) {
    static final int LONG = 1 << 24;

    static SharedFiles write(Path directory) throws IOException {
        PemFiles pem = TestPki.rsa().writePem(directory);
        Path both = Files.writeString(
                directory.resolve("both.pem"), Files.readString(pem.serverChain()) + Files.readString(pem.serverKey()));
        Path www = Files.createDirectory(directory.resolve("www"));
        Files.writeString(www.resolve("hello"), "hello\n");
        Files.write(www.resolve("long"), new byte[LONG]);
        for (Path each : new Path[] {directory, www}) {
            // Servers give up their rights.
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new SharedFiles(directory, pem, both, www);
    }
}
