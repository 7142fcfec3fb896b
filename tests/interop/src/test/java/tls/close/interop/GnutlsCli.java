// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.io.IOException;
import java.util.List;

/**
 * {@code gnutls-cli}: sends what is typed, shows what it receives.
 *
 * <p>Facts (3.7.9): when its input ends, it sends close_notify and reads on to ours. But when the other side closes
 * first, it exits without an answer: whoever waits for one meets a truncation.
 */
final class GnutlsCli extends Peer {
    private GnutlsCli(RunningProgram program) {
        super(program, AlertLog.GNUTLS, 0);
    }

    static GnutlsCli start(PeerFiles files, Protocol protocol, int port) throws IOException {
        return new GnutlsCli(RunningProgram.start(List.of(
                Program.GNUTLS_CLI.command(),
                "--port=" + port,
                "--debug=5",
                "--x509cafile=" + files.pem().authority(),
                "--verify-hostname=server.test",
                "--priority=" + protocol.gnutlsPriority(),
                "127.0.0.1")));
    }

    @Override
    void exchange(LocalEnd us) throws Exception {
        exchangeTypedLines(us);
    }

    @Override
    void requestClose(LocalEnd us) throws IOException {
        closeInput();
    }
}
