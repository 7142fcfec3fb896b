// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.io.IOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tls.close.interop.LocalEnd;
import tls.close.interop.Transcript;

/** A server that is spoken to in the protocol of its application. */
final class Spoken implements Manner {
    private final Dialogue dialogue;
    private final Transcript log;

    Spoken(Dialogue dialogue, Transcript log) {
        this.dialogue = dialogue;
        this.log = log;
    }

    /**
     * What is said.
     *
     * @param greeting the end of what it says first, or empty
     * @param request what it answers
     * @param answer the end of the answer
     * @param farewell a request after whose answer it ends
     * @param unending a request for {@code long} of {@link SharedFiles}, or empty
     * @param ofOurEnd what its log says of our end, in the last group, or empty
     */
    record Dialogue(
            String greeting, String request, String answer, String farewell, String unending, String ofOurEnd) {}

    @Override
    public void exchange(LocalEnd us) throws Exception {
        us.handshake();
        readUpTo(dialogue.greeting, us);
        us.write(dialogue.request);
        readUpTo(dialogue.answer, us);
    }

    private static void readUpTo(String end, LocalEnd us) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            text.append(us.read(1));
        }
    }

    @Override
    public void answerOurEnd() {}

    /** We end in the middle of its answer. */
    @Override
    public long answerOurEndLate(LocalEnd us) throws Exception {
        sendWithoutEnd(us);
        return SharedFiles.LONG;
    }

    @Override
    public void end(LocalEnd us) throws Exception {
        us.write(dialogue.farewell);
    }

    @Override
    public String ofOurEnd() throws Exception {
        MatchResult said = log.await(Pattern.compile(dialogue.ofOurEnd));
        return said.group(said.groupCount());
    }

    @Override
    public void sendWithoutEnd(LocalEnd us) throws Exception {
        if (!dialogue.unending.isEmpty()) {
            us.write(dialogue.unending);
            us.read(1);
        }
    }
}
