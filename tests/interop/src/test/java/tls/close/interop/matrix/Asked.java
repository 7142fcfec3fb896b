// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.util.regex.Pattern;
import tls.close.interop.LocalEnd;
import tls.close.interop.RunningProgram;

/** A client that has asked us for something in HTTP, and gets an answer that ends with the connection. */
final class Asked implements Manner {
    private final RunningProgram program;
    private final Pattern ofOurEnd;

    Asked(RunningProgram program, String ofOurEnd) {
        this.program = program;
        this.ofOurEnd = Pattern.compile(ofOurEnd);
    }

    @Override
    public void exchange(LocalEnd us) throws Exception {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append(us.read(1));
        }
        us.write("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\n");
    }

    @Override
    public void answerOurEnd() {}

    @Override
    public String ofOurEnd() throws Exception {
        return program.transcript().await(ofOurEnd).group(1);
    }

    @Override
    public void sendWithoutEnd(LocalEnd us) {}
}
