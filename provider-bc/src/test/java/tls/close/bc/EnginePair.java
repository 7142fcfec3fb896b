// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** Two engines and nothing between them. */
final class EnginePair {
    final EngineSide client;
    final EngineSide server;

    EnginePair(TlsContext client, TlsEndpoint clientEnd, TlsContext server, TlsEndpoint serverEnd) {
        this.client = new EngineSide(client.newEngine(clientEnd));
        this.server = new EngineSide(server.newEngine(serverEnd));
    }

    static EnginePair of(Side side) {
        return new EnginePair(
                side.clientContext(),
                TlsEndpoint.client("localhost", 4433).protocols(side.protocol()),
                side.serverContext(),
                TlsEndpoint.server());
    }

    static EnginePair established(Side side) throws SSLException {
        EnginePair pair = of(side);
        pair.settle();
        return pair;
    }

    EngineSide other(EngineSide side) {
        return side == client ? server : client;
    }

    /** Passes on what both have to say by themselves, until neither has. */
    void settle() throws SSLException {
        client.engine.beginHandshake();
        server.engine.beginHandshake();
        exchange();
    }

    void exchange() throws SSLException {
        int passed;
        do {
            passed = pass(client) + pass(server);
        } while (passed > 0);
    }

    /** Says what there is to say, has the other side hear it, and returns how much it was. */
    int pass(EngineSide from) throws SSLException {
        byte[] bytes = from.say();
        other(from).arrives(bytes);
        int before = other(from).pending();
        other(from).hear();
        return bytes.length + before - other(from).pending();
    }

    void send(EngineSide from, String text) throws SSLException {
        ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (data.hasRemaining()) {
            byte[] record = from.wrap(data);
            if (record.length == 0) {
                throw new AssertionError("no progress: " + from.results.get(from.results.size() - 1));
            }
            other(from).arrives(record);
        }
        other(from).hear();
    }

    static String text(EngineSide side) {
        return side.received.toString(StandardCharsets.UTF_8);
    }
}
