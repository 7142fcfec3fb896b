// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code openssl s_server}: with {@code -rev} sends each line back reversed, else what is typed.
 *
 * <p>Facts (3.0): it answers close_notify at once. With {@code -rev} it closes first on the line {@code CLOSE}, and then
 * throws away what it receives, undecrypted. Without {@code -rev}, its commands {@code q} and {@code Q} and the end of
 * its input close the socket <em>before</em> the alert, which therefore never leaves: truncation.
 */
final class OpensslServer extends Peer {
    private static final Pattern ACCEPT = Pattern.compile("ACCEPT .*:(\\d+)");

    private final boolean reverses;

    private OpensslServer(RunningProgram program, int port, boolean reverses) {
        super(program, AlertLog.OPENSSL, port);
        this.reverses = reverses;
    }

    static OpensslServer start(PeerFiles files, Protocol protocol, boolean reverses) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Program.OPENSSL.command(),
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-naccept",
                "1",
                "-msg",
                "-cert",
                files.pem().serverChain().toString(),
                "-key",
                files.pem().serverKey().toString(),
                protocol.opensslOption()));
        if (reverses) {
            command.add("-rev");
        }
        RunningProgram program = RunningProgram.start(command);
        String port = program.transcript().await(ACCEPT).group(1);
        return new OpensslServer(program, Integer.parseInt(port), reverses);
    }

    @Override
    void exchange(LocalEnd us) throws Exception {
        if (reverses) {
            us.write(LINE);
            assertEquals("olleh\n", us.read(LINE.length()));
        } else {
            exchangeTypedLines(us);
        }
    }

    @Override
    void requestClose(LocalEnd us) throws IOException {
        us.write("CLOSE\n");
    }
}
