// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** Two engines and nothing between them. They are driven by byte counts, as the bare one's status says too little. */
record Engines(SSLEngine client, SSLEngine server) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int ROOM = 40_000;

    static Engines of(TlsContext client, TlsContext server, String protocol) {
        return new Engines(
                client.newEngine(TlsEndpoint.client("localhost", 443).protocols(protocol)),
                server.newEngine(TlsEndpoint.server().protocols(protocol)));
    }

    static Engines bare(String protocol) throws Exception {
        SSLEngine client = TestKeys.bare().createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {protocol});
        SSLEngine server = TestKeys.bare().createSSLEngine();
        server.setUseClientMode(false);
        server.setEnabledProtocols(new String[] {protocol});
        return new Engines(client, server);
    }

    Engines connected() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < 4; i++) {
            hear(server, say(client));
            hear(client, say(server));
        }
        return this;
    }

    /** All that an engine has to say by itself. */
    static byte[] say(SSLEngine engine) throws SSLException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] next = write(engine, "");
        while (next.length > 0) {
            all.writeBytes(next);
            next = write(engine, "");
        }
        return all.toByteArray();
    }

    static byte[] write(SSLEngine engine, String text) throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(ROOM);
        engine.wrap(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), record);
        runTasks(engine);
        return Arrays.copyOf(record.array(), record.position());
    }

    /** What data there was. */
    static String hear(SSLEngine engine, byte... records) throws SSLException {
        ByteBuffer source = ByteBuffer.wrap(records);
        ByteBuffer data = ByteBuffer.allocate(ROOM);
        boolean any = true;
        while (any) {
            SSLEngineResult result = engine.unwrap(source, data);
            any = runTasks(engine) || result.bytesConsumed() + result.bytesProduced() > 0;
        }
        return new String(data.array(), 0, data.position(), StandardCharsets.UTF_8);
    }

    private static boolean runTasks(SSLEngine engine) {
        boolean any = false;
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
            any = true;
        }
        return any;
    }

    static SSLEngineResult unwrap(SSLEngine engine, byte... record) throws SSLException {
        return engine.unwrap(ByteBuffer.wrap(record), ByteBuffer.allocate(ROOM));
    }

    static SSLEngineResult wrap(SSLEngine engine) throws SSLException {
        return engine.wrap(NOTHING.duplicate(), ByteBuffer.allocate(ROOM));
    }
}
