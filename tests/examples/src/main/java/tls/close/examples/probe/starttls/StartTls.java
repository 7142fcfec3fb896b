// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The protocols that begin in plaintext and go on in TLS. */
public enum StartTls {
    /** Mail, RFC 3207. */
    SMTP("220"),
    /** Mail boxes, RFC 9051. */
    IMAP("* "),
    /** Mail boxes, RFC 2595. */
    POP3("+OK"),
    /** Files, RFC 4217. */
    FTP("220"),
    /** Directories, RFC 4511: a server says nothing first. */
    LDAP("0"),
    /** Messages, RFC 6120. */
    XMPP("<"),
    /** The database: a server says nothing first. */
    POSTGRES("E\0");

    /** What a server says first, or answers to TLS. */
    private final String opening;

    StartTls(String opening) {
        this.opening = opening;
    }

    /**
     * The protocol of a name.
     *
     * @param name as {@link #toString()} has it
     * @return empty if there is none
     */
    public static Optional<StartTls> of(String name) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.toString().equals(name))
                .findAny();
    }

    /**
     * Those that a server may speak which answered in plaintext.
     *
     * @param words the first that it said
     * @return none if it is something else
     */
    public static List<StartTls> guess(String words) {
        return Arrays.stream(values())
                .filter(protocol -> words.startsWith(protocol.opening))
                .toList();
    }

    /**
     * Talks until the next byte is TLS's.
     *
     * @param wire on which nothing has been said
     * @param host the server's name
     * @throws NoStartTlsException if the server does not want to
     * @throws java.io.EOFException if it ended the connection instead
     * @throws IOException if the connection failed
     */
    public void begin(PlainWire wire, String host) throws IOException {
        dialogue().talk(new Talk(wire), host);
    }

    private Dialogue dialogue() {
        return switch (this) {
            case SMTP -> new Smtp();
            case IMAP -> new Imap();
            case POP3 -> new Pop3();
            case FTP -> new Ftp();
            case LDAP -> new Ldap();
            case XMPP -> new Xmpp();
            case POSTGRES -> new Postgres();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
