// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.io.IOException;
import java.util.List;

/**
 * {@code openssl s_client}: sends what is typed, shows what it receives.
 *
 * <p>Facts (3.0): it answers close_notify at once. When its input ends, or on the line {@code Q}, it closes first, and
 * then throws away what it receives, undecrypted.
 */
final class OpensslClient extends Peer {
    private OpensslClient(RunningProgram program) {
        super(program, AlertLog.OPENSSL, 0);
    }

    static OpensslClient start(PeerFiles files, Protocol protocol, int port) throws IOException {
        return new OpensslClient(RunningProgram.start(List.of(
                Program.OPENSSL.command(),
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                "-msg",
                "-servername",
                "server.test",
                "-verify_hostname",
                "server.test",
                "-verify_return_error",
                "-CAfile",
                files.pem().authority().toString(),
                protocol.opensslOption())));
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
