// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Python's {@code ssl} module, which is OpenSSL, obeying what is typed: see {@code peer.py}. The only peer here that can
 * go on with the bare transport, and with TLS once more.
 *
 * <p>Facts (3.11): {@code SSLSocket.unwrap()} sends close_notify, waits for ours and gives the socket back; it fails on
 * application data in between. {@code recv} tells close_notify from the end of the transport.
 */
final class PythonPeer extends Peer {
    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");

    private PythonPeer(RunningProgram program, int port) {
        super(program, AlertLog.OPENSSL, port);
    }

    static PythonPeer startServer(PeerFiles files, Protocol protocol) throws Exception {
        RunningProgram program = RunningProgram.start(command(files, "server", protocol));
        return new PythonPeer(
                program, Integer.parseInt(program.transcript().await(LISTENING).group(1)));
    }

    static PythonPeer startClient(PeerFiles files, Protocol protocol, int port) throws IOException {
        List<String> command = command(files, "client", protocol);
        command.add(Integer.toString(port));
        return new PythonPeer(RunningProgram.start(command), 0);
    }

    private static List<String> command(PeerFiles files, String role, Protocol protocol) {
        return new ArrayList<>(List.of(
                Program.PYTHON.command(),
                files.script().toString(),
                role,
                protocol.pythonName(),
                files.pem().authority().toString(),
                files.pem().serverChain().toString(),
                files.pem().serverKey().toString()));
    }

    @Override
    void exchange(LocalEnd us) throws IOException {
        type("echo");
        us.write(LINE);
        assertEquals(LINE, us.read(LINE.length()));
    }

    @Override
    void prepareToAnswer() throws IOException {
        type("drain");
        type("unwrap");
    }

    @Override
    void requestClose(LocalEnd us) throws IOException {
        type("unwrap");
    }

    @Override
    void awaitEndOfConnection() throws InterruptedException {
        try {
            closeInput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        super.awaitEndOfConnection();
    }
}
