// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.examples.jobs.LdapStartTls.Outcome;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;

class LdapStartTlsTest {

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule5_3_ldapGoesOnInPlaintext(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        try (Served<Boolean> served = Served.by(client -> serve(tls, version, client))) {
            Outcome outcome = LdapStartTls.visit(tls, "localhost", served.port());
            assertTrue(outcome.report().transportReusable(), outcome.toString());
            assertTrue(outcome.goesOn());
            assertTrue(served.result());
        }
    }

    private static boolean serve(TlsContext tls, String version, Socket client) throws IOException {
        answer(client.getInputStream(), client.getOutputStream());
        try (TlsConnection connection = tls.open(client, TlsEndpoint.server().protocols("TLSv" + version))) {
            answer(connection.inputStream(), connection.outputStream());
            assertEquals(-1, connection.inputStream().read());
            connection.bye(CloseRequest.SHUT_RDWR);
        }
        answer(client.getInputStream(), client.getOutputStream());
        return true;
    }

    private static void answer(InputStream in, OutputStream out) throws IOException {
        in.read();
        byte[] request = in.readNBytes(in.read());
        byte[] success = {0x30, 12, 2, 1, request[2], 0x78, 7, 10, 1, 0, 4, 0, 4, 0};
        out.write(success);
    }

    /** It answers our close_notify, and then closes the connection. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("tls.close.examples.jobs.Backend#some")
    void rule5_3_slapdEndsProperlyAndDropsTheConnection(String backend, @TempDir Path folder) throws Exception {
        Outside.require("slapd", "slapd");
        PemFiles pem = TestPki.rsa().writePem(folder);
        Path configuration = Files.writeString(
                folder.resolve("slapd.conf"),
                "TLSCertificateFile %s%nTLSCertificateKeyFile %s%n".formatted(pem.serverChain(), pem.serverKey()));
        try (Outside.Server slapd = Outside.start(port ->
                new String[] {"slapd", "-h", "ldap://127.0.0.1:" + port, "-f", configuration + "", "-d", "0"})) {
            Outcome outcome = LdapStartTls.visit(Backend.context(backend), "localhost", slapd.port());
            assertTrue(outcome.report().transportReusable(), outcome.toString());
            assertFalse(outcome.goesOn());
        }
    }
}
