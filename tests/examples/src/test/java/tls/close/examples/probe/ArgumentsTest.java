// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.CloseRequest;
import tls.close.examples.probe.starttls.StartTls;

class ArgumentsTest {

    @Test
    void nothingMeansTheEmbeddedServerEveryBackendAndEveryVersion() throws Exception {
        Arguments read = CommandLineReader.read();
        assertEquals(Optional.empty(), read.target());
        assertEquals(Optional.empty(), read.backend());
        assertEquals(List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3), read.versions());
        assertEquals(CloseRequest.SHUT_RDWR, read.request());
        assertEquals(Optional.empty(), read.text());
        assertFalse(read.untilEnd());
        assertEquals(1, read.repeat());
        assertEquals(Duration.ofSeconds(5), read.connectTimeout());
        assertEquals(Duration.ofSeconds(10), read.timeout());
        assertFalse(read.json());
    }

    @Test
    void everythingCanBeAskedForAtOnce() throws Exception {
        Arguments read = CommandLineReader.read(
                ("--target example.org:990 --starttls ftp --backend bc --tls 1.2 --request SHUT_WR --send NOOP"
                                + " --no-until-end --repeat 7 --ca ca.pem --cert c.pem --key k.pem --server-name a.example"
                                + " --alpn h2,http/1.1 --connect-timeout 2 --timeout 3 --json --help --version")
                        .split(" "));
        assertEquals(Optional.of(new HostPort("example.org", 990)), read.target());
        assertEquals(Optional.of(StartTls.FTP), read.startTls());
        assertEquals(Optional.of("bc"), read.backend());
        assertEquals(List.of(TlsVersion.TLS_1_2), read.versions());
        assertEquals(CloseRequest.SHUT_WR, read.request());
        assertEquals(Optional.of("NOOP\n"), read.text());
        assertFalse(read.untilEnd());
        assertEquals(7, read.repeat());
        assertEquals(Optional.of(Path.of("ca.pem")), read.authority());
        assertEquals(Optional.of(Path.of("c.pem")), read.certificate());
        assertEquals(Optional.of(Path.of("k.pem")), read.key());
        assertEquals(Optional.of("a.example"), read.serverName());
        assertEquals(List.of("h2", "http/1.1"), read.applicationProtocols());
        assertEquals(Duration.ofSeconds(2), read.connectTimeout());
        assertEquals(Duration.ofSeconds(3), read.timeout());
        assertTrue(read.json());
        assertTrue(read.helpAsked());
        assertTrue(read.versionAsked());
    }

    @Test
    void whatIsSentIsAReasonToLetTheServerEnd() throws Exception {
        assertFalse(CommandLineReader.read("localhost:1").untilEnd());
        assertTrue(CommandLineReader.read("localhost:1", "--send", "QUIT").untilEnd());
        assertTrue(CommandLineReader.read("localhost:1", "--until-end").untilEnd());
    }

    @ParameterizedTest
    @EnumSource(StartTls.class)
    void theServerNeedsNoOptionAndTheProtocolsHaveTheirNames(StartTls protocol) throws Exception {
        Arguments read = CommandLineReader.read("--starttls", protocol.toString(), "localhost:1");
        assertEquals(Optional.of(new HostPort("localhost", 1)), read.target());
        assertEquals(Optional.of(protocol), read.startTls());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HELO | HELO$",
                "GET / HTTP/1.0\\r\\n\\r\\n | GET / HTTP/1.0#$#$",
                "a\\tb\\\\n | a>b\\n$",
                "@file | @file$"
            })
    void whatCannotBeTypedIsSentByItsEscape(String typed, String sent) throws Exception {
        String text =
                CommandLineReader.read("localhost:1", "--send", typed).text().orElseThrow();
        assertEquals(sent, text.replace('\r', '#').replace('\n', '$').replace('\t', '>'));
    }

    @Test
    void nobodyIsTrustedBlindlyUnlessAskedFor() throws Exception {
        assertFalse(CommandLineReader.read("localhost:1").insecure());
        assertTrue(CommandLineReader.read("localhost:1", "--insecure").insecure());
        assertTrue(CommandLineReader.read("localhost:1", "-k").insecure());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:4433, localhost, 4433",
        "127.0.0.1:1, 127.0.0.1, 1",
        "[::1]:65535, ::1, 65535",
        "xn--bcher-kva.example:443, xn--bcher-kva.example, 443"
    })
    void aTargetIsHostAndPort(String text, String host, int port) throws Exception {
        HostPort parsed = HostPort.parse(text);
        assertEquals(new HostPort(host, port), parsed);
        assertEquals(text, parsed.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frobnicate | unknown argument '--frobnicate'",
                "localhost:1 localhost:2 | unknown argument 'localhost:2'",
                "localhost:1 --target localhost:2 | there twice",
                "--tls | '--tls'",
                "--tls 1.1 | 1.2 or 1.3, not '1.1'",
                "--request shut_wr | but was 'shut_wr'",
                "--timeout 0 | not '0'",
                "--timeout 1.5 | not '1.5'",
                "--timeout 99999 | not '99999'",
                "--connect-timeout 0 | not '0'",
                "--repeat 0 localhost:1 | not '0'",
                "--repeat many localhost:1 | 'many'",
                "--send x\\y localhost:1 | not 'y'",
                "--send x\\ localhost:1 | after \\ comes",
                "--starttls gopher localhost:1 | not 'gopher'",
                "localhost | not 'localhost'",
                "--target localhost:0 | not 'localhost:0'",
                "--target localhost:65536 | not 'localhost:65536'",
                "--target localhost:99999999999 | not 'localhost:99999999999'",
                "--target ::1:443 | not '::1:443'",
                "--target :443 | not ':443'",
                "--insecure | name it with --target",
                "--ca x.pem | name it with --target",
                "--starttls smtp | name it with --target",
                "--until-end | name it with --target",
                "--repeat 2 | name it with --target",
                "--alpn h2 | name it with --target",
                "--server-name x | name it with --target",
                "--connect-timeout 1 | name it with --target",
                "--cert x.pem localhost:1 | --cert and --key go together",
                "--key x.pem localhost:1 | --cert and --key go together",
                "localhost:1 --ca x.pem --insecure | give one of them"
            })
    void whatCannotBeDoneIsRefusedWithOneLine(String args, String reason) {
        BadArgumentException refusal =
                assertThrows(BadArgumentException.class, () -> CommandLineReader.read(args.split(" ")));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(reason), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void theEmbeddedServerTakesOneLineOnly() throws Exception {
        assertThrows(BadArgumentException.class, () -> CommandLineReader.read("--send", "two\\nlines"));
        assertEquals(
                Optional.of("two\nlines\n"),
                CommandLineReader.read("--send", "two\\nlines", "localhost:1").text());
    }

    @Test
    void helpFitsAPage() {
        String help = CommandLineReader.help(Colours.of(Map.of(), false));
        assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
        assertTrue(help.contains("--[no-]until-end"), help);
    }
}
