// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import tls.close.examples.probe.starttls.StartTls;

/** Reads a command line into {@link Arguments}. */
final class CommandLineReader {
    private CommandLineReader() {}

    static Arguments read(String... args) throws BadArgumentException {
        Arguments arguments = new Arguments();
        try {
            commandLine(arguments).parseArgs(args);
        } catch (UnmatchedArgumentException e) {
            throw new BadArgumentException(
                    "unknown argument '" + e.getUnmatched().get(0) + "'; --help lists what there is");
        } catch (ParameterException e) {
            throw new BadArgumentException(OneLine.of(e) + "; --help says more");
        }
        Optional<String> contradiction = arguments.contradiction();
        if (contradiction.isPresent() && !arguments.helpAsked() && !arguments.versionAsked()) {
            throw new BadArgumentException(contradiction.get());
        }
        return arguments;
    }

    /** The text of {@code --help}. */
    static String help(ColorScheme colours) {
        return commandLine(new Arguments()).getUsageMessage(colours);
    }

    private static CommandLine commandLine(Arguments arguments) {
        return new CommandLine(arguments)
                .setExpandAtFiles(false) // What is sent may begin with @.
                .registerConverter(HostPort.class, telling(HostPort::parse))
                .registerConverter(TlsVersion.class, telling(TlsVersion::parse))
                .registerConverter(StartTls.class, telling(CommandLineReader::startTls))
                .registerConverter(Duration.class, telling(CommandLineReader::seconds));
    }

    /** With the message as it is, and not that it was of some exception. */
    private static <T> ITypeConverter<T> telling(ITypeConverter<T> parser) {
        return text -> {
            try {
                return parser.convert(text);
            } catch (BadArgumentException e) {
                throw new TypeConversionException(OneLine.of(e));
            }
        };
    }

    private static StartTls startTls(String name) throws BadArgumentException {
        return StartTls.of(name)
                .orElseThrow(() ->
                        new BadArgumentException("smtp, imap, pop3, ftp, ldap, xmpp or postgres, not '" + name + "'"));
    }

    private static Duration seconds(String value) throws BadArgumentException {
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new BadArgumentException("a number of seconds from 1 to 9999, not '" + value + "'");
        }
        return Duration.ofSeconds(Integer.parseInt(value));
    }
}
