// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.examples.probe.starttls.StartTls;

/** Servers that begin in plaintext, with and without {@code --starttls}. That is the same for all backends: one will do. */
class StartTlsTest {
    @TempDir
    static Path folder = Path.of("");

    private static String authority = "";
    private static SSLContext context;

    @BeforeAll
    static void createIdentity() throws Exception {
        Authority ca = new Authority("CN=one CA");
        authority = ca.pem(folder);
        context = ca.serverContext(ca.issue("localhost", "127.0.0.1"));
    }

    @ParameterizedTest
    @EnumSource(StartTls.class)
    void tlsBeginsAndItsEndIsSeen(StartTls protocol) throws Exception {
        try (ScriptedServer server = ending(protocol, LastWord.CLOSE_NOTIFY)) {
            ProbeRun run = visit(server, "--starttls", protocol.toString(), "--send", "QUIT\\r\\n");
            run.assertEveryRowEnds(Ending.ORDERLY);
            run.assertEveryRowHas("first", "PEER");
        }
        try (ScriptedServer server = ending(protocol, LastWord.CUT)) {
            ProbeRun run = ProbeRun.of(
                    server,
                    "--ca",
                    authority,
                    "--starttls",
                    protocol.toString(),
                    "--send",
                    "QUIT\\r\\n",
                    "--tls",
                    "1.3");
            run.assertEveryRowEnds(Ending.TRUNCATED);
        }
    }

    @ParameterizedTest
    @EnumSource(StartTls.class)
    void aServerThatDoesNotWantToIsQuoted(StartTls protocol) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> {
            PlaintextScript.refusing(protocol).play(transport);
            ScriptedServer.drain(transport);
        })) {
            ProbeRun run = visit(server, "--starttls", protocol.toString());
            run.assertEveryRowEnds(Ending.STARTTLS_REFUSED);
            run.assertOneError(
                    "this server does not begin TLS in " + protocol + ": it says " + PlaintextScript.refusal(protocol));
        }
    }

    @ParameterizedTest
    @EnumSource(StartTls.class)
    void aServerThatEndsBeforeIsReported(StartTls protocol) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> {
            transport.shutdownOutput();
            ScriptedServer.drain(transport);
        })) {
            ProbeRun run = visit(server, "--starttls", protocol.toString());
            run.assertEveryRowEnds(Ending.TRUNCATED);
            run.assertOneError("this server ended the connection before TLS, asked in " + protocol);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "ldap"})
    void aServerThatKeepsSilentIsReported(String protocol) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> ScriptedServer.drain(transport))) {
            ProbeRun run = visit(server, "--starttls", protocol, "--timeout", "1");
            run.assertEveryRowEnds(Ending.SILENT);
            run.assertOneError("keeps silent: it did not begin TLS in " + protocol + " within 1 s");
        }
    }

    /** Servers that wait for the client take a ClientHello for nonsense: one cuts, one says so. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SMTP | PLAINTEXT | it says '220-mail.example'; try --starttls smtp or --starttls ftp",
                "IMAP | PLAINTEXT | it says '* OK IMAP4rev2 ready'; try --starttls imap",
                "POP3 | PLAINTEXT | it says '+OK POP3 ready'; try --starttls pop3",
                "FTP | PLAINTEXT | it says '220-Welcome'; try --starttls smtp or --starttls ftp",
                "LDAP | TRUNCATED | ended the connection in the handshake, without an alert; is it a TLS server",
                "XMPP | TRUNCATED | ended the connection in the handshake, without an alert; is it a TLS server",
                "POSTGRES | TRUNCATED | ended the connection in the handshake, without an alert; is it a TLS server",
            })
    void withoutStartTlsItSaysWhatIsMissing(StartTls protocol, Ending ending, String error) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> {
            try {
                PlaintextScript.agreeing(protocol).play(transport);
            } catch (java.io.IOException e) {
                transport.shutdownOutput();
                ScriptedServer.drain(transport);
            }
        })) {
            ProbeRun run = visit(server);
            run.assertEveryRowEnds(ending);
            run.assertOneError(error);
        }
    }

    private static ScriptedServer ending(StartTls protocol, LastWord word) throws Exception {
        return ScriptedServer.start((transport, number) -> {
            PlaintextScript.agreeing(protocol).play(transport);
            word.endFirst(LastWord.tls(context, transport), transport, "221 bye\r\n");
        });
    }

    private static ProbeRun visit(ScriptedServer server, String... args) {
        Stream<String> one = Stream.of("--ca", authority, "--backend", "jsse", "--tls", "1.3");
        return ProbeRun.of(server, Stream.concat(one, Stream.of(args)).toArray(String[]::new));
    }
}
