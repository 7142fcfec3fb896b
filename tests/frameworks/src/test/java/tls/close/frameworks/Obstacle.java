// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.util.List;
import java.util.function.Predicate;
import tls.close.tck.peer.TlsVersion;

/**
 * Why an answer may be no: what no {@code SSLContext} can help, or not on one backend. The table gives the reasons.
 *
 * @param where of those to whom the question is put
 */
record Obstacle(Library library, Question question, Predicate<Setup> where, String reason) {
    static final List<Obstacle> ALL = List.of(
            new Obstacle(
                    Library.JDK_HTTP_CLIENT,
                    Question.NOTICES_A_CUT,
                    setup -> true,
                    "it asks no engine whether the end of TCP was that of TLS, and tells a cut inside a record only"),
            new Obstacle(
                    Library.JDK_HTTP_CLIENT,
                    Question.ENDS_WITH_CLOSE_NOTIFY,
                    setup -> true,
                    "it closes TCP and does not tell the engine"),
            new Obstacle(
                    Library.HTTPS_SERVER,
                    Question.ENDS_WITH_CLOSE_NOTIFY,
                    setup -> true,
                    "it closes TCP and does not tell the engine (JDK 25's does)"),
            new Obstacle(
                    Library.HTTPS_SERVER,
                    Question.ANSWERS_CLOSE_NOTIFY,
                    setup -> true,
                    "at CLOSED it closes TCP, and does not ask the engine for an answer: it sends that of an engine"
                            + " that answers by itself, as the JDK's in TLS 1.2, which is also that of `jsse`; other"
                            + " engines of ours stay half-open until they are told (rule 1.1)"),
            new Obstacle(
                    Library.UNDERTOW,
                    Question.ANSWERS_CLOSE_NOTIFY,
                    setup -> true,
                    "at CLOSED it closes TCP, and does not ask the engine for an answer"),
            new Obstacle(
                    Library.FTPS_CLIENT,
                    Question.RESUMES_THE_CONTROL_CONNECTION,
                    only(Maker.BC, TlsVersion.TLS_1_3),
                    "`bc` resumes no sessions of TLS 1.3"),
            new Obstacle(
                    Library.FTPS_CLIENT,
                    Question.RESUMES_THE_CONTROL_CONNECTION,
                    only(Maker.CONSCRYPT, TlsVersion.TLS_1_3),
                    "`conscrypt` uses each ticket of TLS 1.3 once, and an upload brings none"),
            new Obstacle(
                    Library.FTPS_CLIENT,
                    Question.PROFTPD,
                    only(Maker.BC, TlsVersion.TLS_1_3),
                    "`bc` resumes no sessions of TLS 1.3"),
            new Obstacle(
                    Library.FTPS_CLIENT,
                    Question.PROFTPD,
                    only(Maker.JSSE, TlsVersion.TLS_1_3),
                    "the JDK keeps one ticket of TLS 1.3 for each server and uses it once: the second transfer has none"),
            new Obstacle(
                    Library.FTPS_CLIENT,
                    Question.VSFTPD,
                    only(Maker.BC, TlsVersion.TLS_1_3),
                    "`bc` resumes no sessions of TLS 1.3"),
            new Obstacle(
                    Library.FTPS_CLIENT,
                    Question.VSFTPD,
                    only(Maker.JSSE, TlsVersion.TLS_1_2),
                    "vsftpd's tickets of TLS 1.2 are for 68 years, and the JDK throws away what is for more than a week"));

    private static Predicate<Setup> only(Maker maker, TlsVersion version) {
        return new Setup(maker, version)::equals;
    }

    static boolean keeps(Fact fact) {
        return ALL.stream()
                .anyMatch(each -> each.concerns(fact.library(), fact.question()) && each.where.test(fact.setup()));
    }

    static boolean isIn(Library library, Question question) {
        return ALL.stream().anyMatch(each -> each.concerns(library, question));
    }

    private boolean concerns(Library other, Question asked) {
        return library == other && question == asked;
    }

    @Override
    public String toString() {
        return library.title() + ", “" + question.title() + "”: " + reason + ".";
    }
}
