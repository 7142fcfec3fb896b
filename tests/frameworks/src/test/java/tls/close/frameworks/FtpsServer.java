// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.tck.peer.TlsVersion;

/**
 * As much of FTPS (RFC 4217) as the tests need. After {@code CCC} it waits for the client's close_notify before it
 * says its own, and then goes on in plaintext.
 */
final class FtpsServer implements AutoCloseable {
    private final TlsContext tls;
    private final TlsEndpoint endpoint;
    private final End downloadsEnd;
    private final Answering control;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    private FtpsServer(TlsVersion version, End downloadsEnd) throws Exception {
        this.tls = Maker.JSSE.newTlsContext();
        this.endpoint = TlsEndpoint.server().protocols(version.jdkName());
        this.downloadsEnd = downloadsEnd;
        this.control = Answering.each(tls, version, this::converse);
    }

    /** @param downloadsEnd how the data connections of downloads do */
    static FtpsServer start(TlsVersion version, End downloadsEnd) throws Exception {
        return new FtpsServer(version, downloadsEnd);
    }

    int port() {
        return control.port();
    }

    Map<String, byte[]> files() {
        return files;
    }

    /** The next control connection that has ended. */
    Call next() throws Exception {
        return control.next();
    }

    private void converse(Call call) throws Exception {
        try (ServerSocket data = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            data.setSoTimeout(Patience.MILLIS);
            call.say("220 ready");
            for (boolean more = true; more; ) {
                more = answer(call, data);
            }
            call.hearOut();
        }
    }

    private boolean answer(Call call, ServerSocket data) throws Exception {
        String[] words = call.line().split(" ", 2);
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "AUTH" -> {
                call.say("234 go on in TLS");
                call.startTls();
            }
            case "USER" -> call.say("331 and the password");
            case "PASS" -> call.say("230 welcome");
            case "PASV" ->
                call.say("227 at (127,0,0,1," + data.getLocalPort() / 256 + "," + data.getLocalPort() % 256 + ")");
            case "STOR" -> store(call, data, words[1]);
            case "RETR" -> retrieve(call, data, words[1]);
            case "CCC" -> {
                call.say("200 go on without");
                call.endTlsWhenThePeerHas();
            }
            case "QUIT" -> {
                call.say("221 bye");
                return false;
            }
            default -> call.say("200 so be it");
        }
        return true;
    }

    private void store(Call call, ServerSocket listening, String name) throws IOException {
        call.say("150 send it");
        try (Call data = new Call(listening.accept(), tls, endpoint)) {
            data.startTls();
            files.put(name, data.input().readAllBytes());
            data.end(End.CLOSE_NOTIFY);
            call.say("226 stored");
        } catch (IOException e) {
            call.say("451 " + e.getMessage());
        }
    }

    private void retrieve(Call call, ServerSocket listening, String name) throws IOException {
        call.say("150 here it comes");
        try (Call data = new Call(listening.accept(), tls, endpoint)) {
            data.startTls();
            data.write(files.getOrDefault(name, "none".getBytes(ISO_8859_1)));
            data.end(downloadsEnd);
            data.hearOut();
            call.say("226 that was it");
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
