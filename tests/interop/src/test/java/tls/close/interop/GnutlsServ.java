// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tls.close.tck.wire.FreePort;

/**
 * {@code gnutls-serv}: sends each line back ({@code --echo}), or a page and then close_notify ({@code --http}).
 *
 * <p>Facts (3.7.9): it listens on all addresses, cannot say which port it was given when asked for port 0, and goes on
 * on IPv6 when the port is taken on IPv4. It answers close_notify at once, and does not read on after sending its own.
 * It serves for ever: its log is complete once it has answered.
 */
final class GnutlsServ extends Peer {
    private static final int ATTEMPTS = 10;
    private static final Pattern LISTENING =
            Pattern.compile("listening on IPv4 .*port \\d+\\.\\.\\.(done|bind\\(\\) failed)");

    private final boolean echoes;

    private GnutlsServ(RunningProgram program, int port, boolean echoes) {
        super(program, AlertLog.GNUTLS, port);
        this.echoes = echoes;
    }

    static GnutlsServ start(PeerFiles files, Protocol protocol, boolean echoes) throws Exception {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = FreePort.find();
            RunningProgram program = RunningProgram.start(List.of(
                    Program.GNUTLS_SERV.command(),
                    "--port=" + port,
                    echoes ? "--echo" : "--http",
                    "--debug=5",
                    "--disable-client-cert",
                    "--x509certfile=" + files.pem().serverChain(),
                    "--x509keyfile=" + files.pem().serverKey(),
                    "--priority=" + protocol.gnutlsPriority()));
            MatchResult listening = program.transcript().await(LISTENING);
            if (listening.group(1).equals("done")) {
                return new GnutlsServ(program, port, echoes);
            }
            program.close();
        }
        throw new IOException("no free port in " + ATTEMPTS + " attempts");
    }

    @Override
    void exchange(LocalEnd us) throws IOException {
        if (echoes) {
            us.write(LINE);
            assertEquals(LINE, us.read(LINE.length()));
        } else {
            us.handshake();
        }
    }

    @Override
    void requestClose(LocalEnd us) throws IOException {
        us.write("GET / HTTP/1.0\r\n\r\n");
    }

    @Override
    void awaitEndOfConnection() throws InterruptedException {
        await("Sending Alert|Error in handshake");
        kill();
    }
}
