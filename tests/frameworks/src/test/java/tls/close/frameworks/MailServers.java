// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import tls.close.tck.peer.TlsVersion;

/** As much of SMTP (RFC 5321) and of IMAP (RFC 3501) as the tests need, with STARTTLS. */
final class MailServers {
    private MailServers() {}

    /** @param mails where what it is sent goes */
    static Answering smtp(TlsVersion version, BlockingQueue<String> mails) throws Exception {
        return Answering.each(version, call -> takeMail(call, mails));
    }

    private static void takeMail(Call call, BlockingQueue<String> mails) throws IOException {
        call.say("220 ready");
        while (true) {
            String command = call.line().toUpperCase(Locale.ROOT);
            if (command.startsWith("EHLO")) {
                call.say("250-hello");
                call.say("250 STARTTLS");
            } else if (command.equals("STARTTLS")) {
                call.say("220 go on in TLS");
                call.startTls();
            } else if (command.equals("DATA")) {
                call.say("354 send it");
                mails.add(mail(call));
                call.say("250 taken");
            } else if (command.equals("QUIT")) {
                call.say("221 bye");
                call.hearOut();
                return;
            } else {
                call.say("250 so be it");
            }
        }
    }

    private static String mail(Call call) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = call.line(); !line.equals("."); line = call.line()) {
            mail.append(line).append('\n');
        }
        return mail.toString();
    }

    /**
     * Has one mail.
     *
     * @param cutAfter how much of it is sent before the connection is cut, or all
     */
    static Answering imap(TlsVersion version, byte[] mail, int cutAfter) throws Exception {
        return Answering.each(version, call -> giveMail(call, mail, cutAfter));
    }

    private static void giveMail(Call call, byte[] mail, int cutAfter) throws IOException {
        call.say("* OK ready");
        while (true) {
            String[] words = call.line().split(" ", 3);
            String tag = words[0];
            switch (words[1].toUpperCase(Locale.ROOT)) {
                case "CAPABILITY" -> call.say("* CAPABILITY IMAP4rev1 STARTTLS");
                case "STARTTLS" -> {
                    call.say(tag + " OK go on in TLS");
                    call.startTls();
                    continue;
                }
                case "EXAMINE", "SELECT" -> call.say("* 1 EXISTS");
                case "FETCH" -> {
                    call.write(("* 1 FETCH (BODY[] {" + mail.length + "}\r\n").getBytes(ISO_8859_1));
                    call.write(Arrays.copyOf(mail, cutAfter));
                    if (cutAfter < mail.length) {
                        call.end(End.CUT);
                        call.hearOut();
                        return;
                    }
                    call.say(")");
                }
                case "LOGOUT" -> {
                    call.say("* BYE");
                    call.say(tag + " OK bye");
                    call.hearOut();
                    return;
                }
                default -> {}
            }
            call.say(tag + " OK so be it");
        }
    }
}
