// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import tls.close.examples.probe.starttls.StartTls;

/** The server's part of what is said before TLS. Steps of a text to say, or of one that has to come, after "&gt; ". */
record PlaintextScript(List<String> steps) {
    private static final String LDAP_SUCCESS = "0\14\2\1\1x\7\n\1\0\4\0\4\0";
    private static final String LDAP_REFUSAL = "0\24\2\1\1x\17\n\1\64\4\0\4\10no TLS!!";
    private static final String STREAM =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1' version='1.0'"
                    + " xmlns:stream='http://etherx.jabber.org/streams' from='localhost'>";
    private static final String XMPP_TLS = "urn:ietf:params:xml:ns:xmpp-tls";

    /** Of a server that goes on in TLS. */
    static PlaintextScript agreeing(StartTls protocol) {
        return new PlaintextScript(
                switch (protocol) {
                    case SMTP ->
                        List.of(
                                "220-mail.example\r\n220 ESMTP\r\n",
                                "> EHLO localhost\r\n",
                                "250-mail.example\r\n250-STARTTLS\r\n250 HELP\r\n",
                                "> STARTTLS\r\n",
                                "220 go ahead\r\n");
                    case IMAP ->
                        List.of("* OK IMAP4rev2 ready\r\n", "> a STARTTLS\r\n", "* NOOP\r\na OK begin TLS now\r\n");
                    case POP3 -> List.of("+OK POP3 ready\r\n", "> STLS\r\n", "+OK begin TLS\r\n");
                    case FTP ->
                        List.of(
                                "220-Welcome\r\n to all 220\r\n220 ready\r\n",
                                "> AUTH TLS\r\n",
                                "234 enabling TLS\r\n");
                    case LDAP -> List.of("> 0\35\2\1\1w\30\u0080\0261.3.6.1.4.1.1466.20037", LDAP_SUCCESS);
                    case XMPP ->
                        List.of(
                                "> <?xml version='1.0'?><stream:stream xmlns='jabber:client'"
                                        + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='127.0.0.1'>",
                                STREAM + "<stream:features><starttls xmlns='" + XMPP_TLS
                                        + "'><required/></starttls></stream:features>",
                                "> <starttls xmlns='" + XMPP_TLS + "'/>",
                                "<proceed xmlns='" + XMPP_TLS + "'/>");
                    case POSTGRES -> List.of("> \0\0\0\10\4\u00d2\26\57", "S");
                });
    }

    /** Of one that does not. */
    static PlaintextScript refusing(StartTls protocol) {
        return new PlaintextScript(
                switch (protocol) {
                    case SMTP ->
                        List.of(
                                "220 ESMTP\r\n",
                                "> EHLO localhost\r\n",
                                "250 HELP\r\n",
                                "> STARTTLS\r\n",
                                "502 what?\r\n");
                    case IMAP -> List.of("* OK IMAP4\r\n", "> a STARTTLS\r\n", "a BAD what?\r\n");
                    case POP3 -> List.of("+OK POP3\r\n", "> STLS\r\n", "-ERR what?\r\n");
                    case FTP -> List.of("220 ready\r\n", "> AUTH TLS\r\n", "530 what?\r\n");
                    case LDAP -> List.of("> 0\35\2\1\1w\30\u0080\0261.3.6.1.4.1.1466.20037", LDAP_REFUSAL);
                    case XMPP ->
                        List.of(
                                "> <?xml version='1.0'?><stream:stream xmlns='jabber:client'"
                                        + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='127.0.0.1'>",
                                STREAM + "<stream:features/>");
                    case POSTGRES -> List.of("> \0\0\0\10\4\u00d2\26\57", "N");
                });
    }

    /** What the refusal says, as it is quoted. */
    static String refusal(StartTls protocol) {
        return switch (protocol) {
            case SMTP -> "'502 what?'";
            case IMAP -> "'a BAD what?'";
            case POP3 -> "'-ERR what?'";
            case FTP -> "'530 what?'";
            case LDAP -> "'result code 52 ";
            case XMPP -> "'<?xml version='1.0'?><stream:stream ";
            case POSTGRES -> "'N'";
        };
    }

    /**
     * Plays it.
     *
     * @throws IOException if the client says anything else
     */
    void play(Socket transport) throws IOException {
        for (String step : steps) {
            if (step.startsWith("> ")) {
                expect(step.substring(2), new DataInputStream(transport.getInputStream()));
            } else {
                transport.getOutputStream().write(step.getBytes(ISO_8859_1));
            }
        }
    }

    private static void expect(String text, DataInputStream in) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        while (said.size() < text.length()) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            said.write(next);
        }
        if (!said.toString(ISO_8859_1).equals(text)) {
            throw new IOException("said " + said + " instead of " + text);
        }
    }
}
