// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tls.close.examples.KeyFiles;
import tls.close.examples.ThrowAwayIdentity;

/** A refused certificate says why, in the same words on every backend. */
class CertificateTest {
    private final Instant now = Instant.now();

    @TempDir
    Path folder = Path.of("");

    private Authority ca;
    private String authority = "";

    @BeforeEach
    void createAuthority() throws Exception {
        ca = new Authority("CN=one CA");
        authority = ca.pem(folder);
    }

    @Test
    void anExpiredOneSaysSinceWhen() throws Exception {
        Instant until = now.minus(Authority.DAY.multipliedBy(40));
        ThrowAwayIdentity identity = ca.issue(until.minus(Authority.DAY), until, "localhost", "127.0.0.1");
        assertRefused(identity, "it expired on " + date(until) + "; have it renewed", "--ca", authority);
    }

    @Test
    void oneThatIsNotYetValidSaysFromWhen() throws Exception {
        Instant from = now.plus(Authority.DAY.multipliedBy(40));
        ThrowAwayIdentity identity = ca.issue(from, from.plus(Authority.DAY), "localhost", "127.0.0.1");
        assertRefused(identity, "it is not valid before " + date(from) + "; is the clock right", "--ca", authority);
    }

    @Test
    void oneForAnotherNameSaysForWhichAndItCanBeAskedFor() throws Exception {
        ThrowAwayIdentity identity = ca.issue("a.example", "b.example");
        assertRefused(
                identity, "it is for 'a.example, b.example', not for 127.0.0.1; ask for a name", "--ca", authority);
        assertRefused(
                identity,
                "it is for 'a.example, b.example', not for c.example",
                "--ca",
                authority,
                "--server-name",
                "c.example");
        ProbeRun accepted = visit(ca.serverContext(identity), "--ca", authority, "--server-name", "b.example");
        assertEquals(0, accepted.status(), accepted.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=another CA | it has an unknown issuer, 'CN=one CA'; name its CA",
                "CN=one CA | it is not signed by the 'CN=one CA' that is trusted here; name its CA",
            })
    void oneOfAnUnknownIssuerSaysOfWhich(String trusted, String why) throws Exception {
        String other = new Authority(trusted).pem(Files.createDirectory(folder.resolve("other")));
        assertRefused(ca.issue("localhost", "127.0.0.1"), why, "--ca", other);
    }

    @Test
    void oneThatIsSelfSignedSaysSo() throws Exception {
        assertRefused(
                ThrowAwayIdentity.create(),
                "it is self-signed, by 'CN=tls.close probe', and not trusted; name its CA with --ca",
                "--ca",
                authority);
    }

    @Test
    void oneThatWouldBeRefusedIsTakenWithAWarningWhereNobodyChecks() throws Exception {
        ProbeRun insecure = visit(ca.serverContext(ca.issue("a.example")), "--insecure");
        assertEquals(0, insecure.status(), insecure.toString());
        assertTrue(insecure.err().startsWith("probe: WARNING: --insecure"), insecure.err());
    }

    @Test
    void aClientShowsItsOwn() throws Exception {
        SSLContext context = ca.serverContext(ca.issue("127.0.0.1"));
        KeyFiles.write(folder, ca.issue("client"));
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> {
            SSLSocket tls = LastWord.tls(context, transport);
            tls.setNeedClientAuth(true);
            try {
                LastWord.CLOSE_NOTIFY.endFirst(tls, transport, "hello");
            } catch (SSLException e) {
                // The alert has gone out; a reset must not overtake it.
                transport.shutdownOutput();
                ScriptedServer.drain(transport);
            }
        })) {
            ProbeRun known = ProbeRun.of(
                    server.address(),
                    "--ca",
                    authority,
                    "--send",
                    "x",
                    "--cert",
                    folder.resolve("server.crt").toString(),
                    "--key",
                    folder.resolve("server.key").toString());
            assertEquals(0, known.status(), known.toString());
            ProbeRun unknown = ProbeRun.of(server, "--ca", authority, "--send", "x");
            assertEquals(1, unknown.status(), unknown.toString());
            unknown.assertEveryRowHas("ending", Ending.FATAL_ALERT.name());
            assertFalse(unknown.err().contains("["), unknown.err());
            assertTrue(unknown.err().lines().allMatch(line -> line.contains("see --cert and --key")), unknown.err());
        }
    }

    @Test
    void aKeyThatIsNoneIsABadArgument() {
        ProbeRun run = ProbeRun.of("localhost:1", "--cert", authority, "--key", authority);
        assertEquals(2, run.status(), run.toString());
        assertTrue(run.err().contains("no PEM certificate with its key"), run.err());
    }

    private void assertRefused(ThrowAwayIdentity identity, String why, String... args) throws Exception {
        ProbeRun run = visit(ca.serverContext(identity), args);
        run.assertEveryRowEnds(Ending.CERTIFICATE_REFUSED);
        run.assertOneError("probe: certificate refused: " + why);
    }

    private static ProbeRun visit(SSLContext context, String... args) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(
                (transport, number) -> LastWord.CLOSE_NOTIFY.endSecond(LastWord.tls(context, transport), transport))) {
            return ProbeRun.of(server, args);
        }
    }

    private static LocalDate date(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
