// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import tls.close.tck.pki.TestPki;

/** The JDK's engine in memory, to hold the scripted peer against. */
public final class JdkEnd {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private ByteBuffer input = ByteBuffer.allocate(0);

    private JdkEnd(SSLEngine engine) {
        this.engine = engine;
    }

    public static JdkEnd client(TestPki pki, String host) {
        SSLEngine engine = context(pki, pki.client().keyManagers()).createSSLEngine(host, 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new JdkEnd(engine);
    }

    static JdkEnd server(TestPki pki) {
        SSLEngine engine = context(pki, pki.server().keyManagers()).createSSLEngine();
        engine.setUseClientMode(false);
        return new JdkEnd(engine);
    }

    SSLEngine engine() {
        return engine;
    }

    String text() {
        return data.toString(StandardCharsets.UTF_8);
    }

    /** Exchanges flights until neither side has more to say. */
    public void handshakeWith(ScriptedPeer peer) throws SSLException {
        engine.beginHandshake();
        exchangeWith(peer);
    }

    void exchangeWith(ScriptedPeer peer) throws SSLException {
        byte[] mine = output();
        byte[] its = peer.take();
        while (mine.length + its.length > 0) {
            peer.offer(mine);
            hear(its);
            mine = output();
            its = peer.take();
        }
    }

    void hear(byte... bytes) throws SSLException {
        input = ByteBuffer.allocate(input.remaining() + bytes.length)
                .put(input)
                .put(bytes)
                .flip();
        ByteBuffer target = ByteBuffer.allocate(1 << 16);
        SSLEngineResult result = engine.unwrap(input, target);
        runTasks();
        while (result.bytesConsumed() > 0 || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            result = engine.unwrap(input, target);
            runTasks();
        }
        data.write(target.array(), 0, target.position());
    }

    byte[] say(String text) throws SSLException {
        return wrap(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    byte[] closeOutbound() throws SSLException {
        engine.closeOutbound();
        return output();
    }

    /** What the engine has to send of itself. */
    byte[] output() throws SSLException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        runTasks();
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            byte[] some = wrap(NOTHING);
            if (some.length == 0) {
                break;
            }
            output.writeBytes(some);
            runTasks();
        }
        return output.toByteArray();
    }

    int unread() {
        return input.remaining();
    }

    private byte[] wrap(ByteBuffer source) throws SSLException {
        ByteBuffer target = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(source, target);
        byte[] bytes = new byte[target.flip().remaining()];
        target.get(bytes);
        return bytes;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private static SSLContext context(TestPki pki, KeyManager[] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, pki.trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
