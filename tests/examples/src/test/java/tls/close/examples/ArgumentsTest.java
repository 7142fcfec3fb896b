// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tls.close.CloseRequest;

class ArgumentsTest {

    @Test
    void nothingMeansTheEmbeddedServerEveryBackendAndEveryVersion() throws Exception {
        Arguments parsed = Arguments.parse();
        assertEquals(
                new Arguments(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        CloseRequest.SHUT_RDWR,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Duration.ofSeconds(10),
                        false,
                        false),
                parsed);
        assertEquals(List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3), parsed.versions());
    }

    @Test
    void everythingCanBeAskedForAtOnce() throws Exception {
        Arguments parsed = Arguments.parse(
                ("--target example.org:990 --backend bc --tls 1.2 --request SHUT_WR --send NOOP --ca ca.pem"
                                + " --timeout 3 --json --help")
                        .split(" "));
        assertEquals(
                new Arguments(
                        Optional.of(new HostPort("example.org", 990)),
                        Optional.of("bc"),
                        Optional.of(TlsVersion.TLS_1_2),
                        CloseRequest.SHUT_WR,
                        Optional.of("NOOP"),
                        Optional.of(Path.of("ca.pem")),
                        false,
                        Duration.ofSeconds(3),
                        true,
                        true),
                parsed);
        assertEquals(List.of(TlsVersion.TLS_1_2), parsed.versions());
    }

    @Test
    void nobodyIsTrustedBlindlyUnlessAskedFor() throws Exception {
        assertFalse(Arguments.parse("--target", "localhost:1").insecure());
        assertTrue(Arguments.parse("--target", "localhost:1", "--insecure").insecure());
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
                "localhost:1 | unknown argument 'localhost:1'",
                "--tls=1.2 | unknown argument '--tls=1.2'",
                "--tls | --tls needs a value",
                "--tls 1.1 | --tls is 1.2 or 1.3, not '1.1'",
                "--request shut_wr | --request is SHUT_WR or SHUT_RDWR, not 'shut_wr'",
                "--timeout 0 | not '0'",
                "--timeout 1.5 | not '1.5'",
                "--timeout 99999 | not '99999'",
                "--target localhost | not 'localhost'",
                "--target localhost:0 | not 'localhost:0'",
                "--target localhost:65536 | not 'localhost:65536'",
                "--target localhost:99999999999 | not 'localhost:99999999999'",
                "--target ::1:443 | not '::1:443'",
                "--target :443 | not ':443'",
                "--insecure | name it with --target",
                "--ca x.pem | name it with --target",
                "--target localhost:1 --ca x.pem --insecure | give one of them"
            })
    void whatCannotBeDoneIsRefusedWithOneLine(String args, String reason) {
        BadArgumentException refusal = assertThrows(BadArgumentException.class, () -> Arguments.parse(args.split(" ")));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(reason), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void theEmbeddedServerTakesOneLineOnly() throws Exception {
        assertThrows(BadArgumentException.class, () -> Arguments.parse("--send", "two\nlines"));
        assertEquals(
                Optional.of("two\nlines"),
                Arguments.parse("--send", "two\nlines", "--target", "localhost:1")
                        .text());
    }

    @Test
    void helpNamesEveryOption() {
        for (String option : List.of(
                "--target", "--backend", "--tls", "--request", "--send", "--ca", "--insecure", "--timeout", "--json")) {
            assertTrue(Arguments.HELP.contains(option + " "), option);
        }
        assertTrue(Arguments.HELP.lines().allMatch(line -> line.length() <= 120));
    }
}
