// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.util.regex.Pattern;
import tls.close.interop.LocalEnd;
import tls.close.interop.Transcript;

/** A log server: it never says anything to us, but puts out what it has received. */
final class Logging implements Manner {
    private final Transcript transcript;

    Logging(Transcript transcript) {
        this.transcript = transcript;
    }

    @Override
    public void exchange(LocalEnd us) throws Exception {
        us.write("<13>1 - - - - - hello\n");
        transcript.await(Pattern.compile("received hello"));
    }

    @Override
    public void answerOurEnd() {}

    @Override
    public void sendWithoutEnd(LocalEnd us) {}
}
