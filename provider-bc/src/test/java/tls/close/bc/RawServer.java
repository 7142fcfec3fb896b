// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsServerProtocol;
import tls.close.TlsEndpoint;

/** A server that can say anything at any time, in front of a client engine. */
final class RawServer extends TlsServerProtocol {
    final EngineSide client;

    RawServer(String protocol) throws Exception {
        Side side = new Side("bc", "bc", protocol);
        client = new EngineSide(side.clientContext()
                .newEngine(TlsEndpoint.client("localhost", 1).protocols(protocol)));
        Credentials credentials = new Credentials(
                Crypto.shared(),
                LocalKeys.among(TestCertificates.TRUSTED.server().keyManagers()),
                PeerTrust.among(TestCertificates.TRUSTED.trustManagers()),
                new SessionCache());
        BcEngine settings = (BcEngine) side.serverContext().newEngine(TlsEndpoint.server());
        accept(new ServerPeer(settings, credentials));
    }

    /** Both have said all they have to say for the handshake. */
    static RawServer established(String protocol) throws Exception {
        RawServer server = new RawServer(protocol);
        while (!server.isConnected() || server.client.isHandshaking()) {
            server.exchange();
        }
        return server;
    }

    void exchange() throws IOException {
        hear();
        speak();
    }

    /** What the client says arrives here. */
    int hear() throws IOException {
        byte[] bytes = client.say();
        if (bytes.length > 0) {
            offerInput(bytes);
        }
        return bytes.length;
    }

    /** What was said here arrives at the client, which takes it all before it answers. */
    void speak() throws SSLException {
        client.arrives(said());
        while (client.unwrap().bytesConsumed() > 0) {}
    }

    byte[] said() {
        byte[] bytes = new byte[getAvailableOutputBytes()];
        readOutput(bytes, 0, bytes.length);
        return bytes;
    }

    void alert(int level, int description) throws IOException {
        safeWriteRecord(ContentType.alert, new byte[] {(byte) level, (byte) description}, 0, 2);
    }

    void warning(int description) throws IOException {
        alert(AlertLevel.warning, description);
    }

    void askForKeyUpdate() throws IOException {
        send13KeyUpdate(true);
    }

    void helloRequests(int count) throws IOException {
        byte[] messages = new byte[4 * count];
        for (int i = 0; i < messages.length; i += 4) {
            messages[i] = HandshakeType.hello_request;
        }
        safeWriteRecord(ContentType.handshake, messages, 0, messages.length);
    }

    void data(String text) throws IOException {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        safeWriteRecord(ContentType.application_data, bytes, 0, bytes.length);
    }

    void raw(int... bytes) {
        byte[] record = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            record[i] = (byte) bytes[i];
        }
        client.arrives(record);
    }

    SSLEngine engine() {
        return client.engine;
    }

    String received() {
        byte[] bytes = new byte[getAvailableInputBytes()];
        readInput(bytes, 0, bytes.length);
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
