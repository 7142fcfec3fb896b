// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static tls.close.frameworks.Library.*;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is asked of libraries, each to be answered with a yes by all that may be asked. */
enum Question {
    /** The other end says close_notify behind the last byte. */
    TAKES_AN_END(
            "takes all of what the peer ends with close_notify",
            HTTPS_URL_CONNECTION,
            JDK_HTTP_CLIENT,
            OKHTTP,
            APACHE,
            FTPS_CLIENT,
            IMAP,
            POSTGRES,
            RECEIVER,
            NETTY),
    /** The other end is cut where only close_notify could say that it was all. */
    NOTICES_A_CUT(
            "notices a cut",
            HTTPS_URL_CONNECTION,
            JDK_HTTP_CLIENT,
            OKHTTP,
            APACHE,
            FTPS_CLIENT,
            IMAP,
            POSTGRES,
            RECEIVER,
            NETTY),
    ENDS_WITH_CLOSE_NOTIFY(
            "says close_notify when it closes first",
            HTTPS_URL_CONNECTION,
            JDK_HTTP_CLIENT,
            OKHTTP,
            APACHE,
            FTPS_CLIENT,
            LDAP,
            SMTP,
            IMAP,
            POSTGRES,
            SHIPPER,
            RECEIVER,
            HTTPS_SERVER,
            JETTY,
            UNDERTOW,
            NETTY),
    ANSWERS_CLOSE_NOTIFY("answers the peer's close_notify", RECEIVER, HTTPS_SERVER, JETTY, UNDERTOW, NETTY),
    UPLOADS_WHOLE(
            "loses nothing of an upload",
            HTTPS_URL_CONNECTION,
            JDK_HTTP_CLIENT,
            OKHTTP,
            APACHE,
            FTPS_CLIENT,
            SMTP,
            POSTGRES,
            SHIPPER),
    TAKES_AN_UPLOAD("takes all of an upload", HTTPS_SERVER, JETTY, UNDERTOW),
    HTTP_2("speaks HTTP/2", JDK_HTTP_CLIENT, JETTY),
    PLAINTEXT_AFTERWARDS("ends TLS and goes on in plaintext", FTPS_CLIENT, LDAP),
    RESUMES_THE_CONTROL_CONNECTION("resumes the control connection's session", FTPS_CLIENT),
    PROFTPD("up and down at ProFTPD, which asks for resumption", FTPS_CLIENT),
    PROFTPD_CCC("`CCC` at ProFTPD, and plaintext commands", FTPS_CLIENT),
    VSFTPD("up and down at vsftpd, which asks for resumption", FTPS_CLIENT),
    LEAVES_NOTHING("leaves no socket and no thread of ours", Library.values());

    private final String title;
    /** Their names, each between commas: an enum has no field that can be changed. */
    private final String asked;

    Question(String title, Library... asked) {
        this.title = title;
        this.asked = Arrays.stream(asked).map(Question::entry).collect(Collectors.joining());
    }

    String title() {
        return title;
    }

    boolean isAskedOf(Library library) {
        return asked.contains(entry(library));
    }

    private static String entry(Library library) {
        return "," + library.name() + ",";
    }

    static Stream<Question> of(Library library) {
        return Arrays.stream(values()).filter(question -> question.isAskedOf(library));
    }
}
