// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tls.close.interop.LocalEnd;
import tls.close.interop.Transcript;

/** A peer that obeys commands, one a line, in their order, and says what it did: see {@code peer.c}. */
final class Typed implements Manner {
    private static final String LINE = "hello\n";
    private static final int LATE = 100_000;
    private static final int NEVER_ENDING = 1 << 25;

    private final Keyboard keyboard;
    private final Transcript transcript;

    Typed(Keyboard keyboard, Transcript transcript) {
        this.keyboard = keyboard;
        this.transcript = transcript;
    }

    /** Where one types. */
    @FunctionalInterface
    interface Keyboard {
        void type(String line) throws IOException;
    }

    @Override
    public void exchange(LocalEnd us) throws Exception {
        keyboard.type("echo");
        us.write(LINE);
        assertEquals(LINE, us.read(LINE.length()));
    }

    @Override
    public void answerOurEnd() throws Exception {
        keyboard.type("drain");
        keyboard.type("close");
    }

    @Override
    public long answerOurEndLate(LocalEnd us) throws Exception {
        keyboard.type("drain");
        keyboard.type("send " + LATE);
        keyboard.type("close");
        return LATE;
    }

    @Override
    public void end(LocalEnd us) throws Exception {
        keyboard.type("close");
        await("^closed");
    }

    @Override
    public String drained() throws Exception {
        keyboard.type("drain");
        MatchResult drained = await("^drained (\\d+) (.*)");
        return drained.group(1) + " bytes, " + drained.group(2);
    }

    @Override
    public String ofOurEnd() throws Exception {
        return await("^drained \\d+ (.*)").group(1);
    }

    @Override
    public void sendWithoutEnd(LocalEnd us) throws Exception {
        keyboard.type("send " + NEVER_ENDING);
        us.read(1);
    }

    @Override
    public void swap(int bytes) throws Exception {
        keyboard.type("swap " + bytes);
    }

    @Override
    public String swapped() throws Exception {
        return await("^swapped \\d+ (.*)").group(1);
    }

    private MatchResult await(String regex) throws InterruptedException {
        return transcript.await(Pattern.compile(regex));
    }
}
