// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/** What to say of how a server ends TLS. Nothing is said of what was not seen. */
record EndInWords(TargetCourse course, Observed seen) {
    private static final String CANNOT_TELL = "a client cannot tell a complete answer from a cut one";
    private static final String ASK_WHY = "ask why the server ended it; its log may say";
    private static final String LOOK_AT_ITS_OWN_END = "--send TEXT shows how it ends by itself";

    Sentence sentence() {
        return switch (seen.ending()) {
            case ORDERLY -> orderly();
            case NO_ANSWER -> noAnswer();
            case TRUNCATED -> truncated();
            case RESET -> lost();
            case SILENT -> silent();
            case TOO_MUCH_DATA ->
                new Sentence(
                        "this server keeps talking after our close_notify: " + seen.detail(),
                        "--request SHUT_WR reads it all");
            case FATAL_ALERT ->
                new Sentence(
                        "this server ends with an error: " + seen.detail(), "see --cert and --key; its log says more");
            case PLAINTEXT -> Sentence.of("this server goes on in plaintext, without close_notify: " + CANNOT_TELL);
            case CRASHED ->
                new Sentence("the backend failed (" + seen.detail() + ")", "this is a bug: please report it");
            default ->
                new Sentence(
                        "what this server says is not acceptable as TLS any more (" + seen.detail() + ")", ASK_WHY);
        };
    }

    private Sentence orderly() {
        return Sentence.of(
                seen.serverWasFirst()
                        ? "this server ends with close_notify: a client can tell a complete answer from a cut one"
                        : stayed() + "this server answers close_notify");
    }

    private Sentence noAnswer() {
        String what = seen.serverWasFirst() ? "ends with close_notify" : "answers close_notify";
        return new Sentence(
                stayed() + "this server " + what + ", but its answer has 0 bytes",
                course.arguments().untilEnd()
                        ? "is what was sent complete? HTTP, for one, wants --send 'GET / HTTP/1.0\\r\\n\\r\\n'"
                        : "it may give up when we say goodbye first: --until-end lets it end");
    }

    private Sentence truncated() {
        if (seen.insideRecord()) {
            return new Sentence(
                    "this server drops the connection " + seen.cutAfter()
                            + " bytes into a record: what it said is incomplete",
                    ASK_WHY);
        }
        return seen.serverWasFirst()
                ? new Sentence("this server drops the connection without close_notify: " + CANNOT_TELL, ASK_WHY)
                : new Sentence(
                        stayed() + "this server does not answer close_notify, it drops the connection",
                        adviceToThoseWhoSpokeFirst());
    }

    private Sentence lost() {
        return seen.phase() == Phase.ANSWER
                ? new Sentence("the connection to this server was lost without close_notify: " + CANNOT_TELL, ASK_WHY)
                : new Sentence(
                        stayed() + "the connection to this server was lost before it answered close_notify",
                        adviceToThoseWhoSpokeFirst());
    }

    /** What a server makes of our goodbye says nothing of what it does by itself. */
    private String adviceToThoseWhoSpokeFirst() {
        return course.arguments().untilEnd() ? ASK_WHY : LOOK_AT_ITS_OWN_END;
    }

    private Sentence silent() {
        if (seen.phase() == Phase.ANSWER) {
            return new Sentence("this server does not take what is sent within " + patience(), "read its log");
        }
        return new Sentence(
                stayed() + "this server keeps silent: no close_notify within " + patience() + " after ours",
                "give it longer with --timeout, or read its log");
    }

    /** Where the server was to end first, and has not. */
    private String stayed() {
        return course.arguments().untilEnd() && !seen.serverWasFirst()
                ? "not ended by itself within " + patience() + ": "
                : "";
    }

    private String patience() {
        return course.arguments().timeout().toSeconds() + " s";
    }
}
