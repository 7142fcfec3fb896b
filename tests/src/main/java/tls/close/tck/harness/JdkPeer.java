// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.FarEnd;

/** The JDK's own TLS at the far end of a wire: a peer that remembers sessions, which the scripted one doesn't. */
public final class JdkPeer {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final EngineEnd end;
    private final FarEnd far;

    public JdkPeer(SSLEngine engine, FarEnd far) {
        this.end = new EngineEnd(engine);
        this.far = far;
    }

    public static SSLContext context(KeyManager[] keys, TrustManager... trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    public void handshake(BackgroundCall.Action nearEnd) throws Exception {
        BackgroundCall<?> call = BackgroundCall.run(nearEnd);
        end.engine().beginHandshake();
        pumpUntil(() -> call.isDone() && end.engine().getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING);
        call.result();
    }

    /** Begins another handshake (TLS 1.2), one that resumes no session, and goes on with it until that holds. */
    public void renegotiate(BooleanSupplier reached) throws IOException {
        SSLEngine engine = end.engine();
        String used = engine.getSession().getCipherSuite();
        engine.setEnabledCipherSuites(Stream.of(engine.getEnabledCipherSuites())
                .filter(suite -> !suite.equals(used))
                .toArray(String[]::new));
        engine.beginHandshake();
        pumpUntil(reached);
    }

    public void write(String text) throws IOException {
        far.send(end.write(text));
    }

    public void expectData(String text) throws IOException {
        pumpUntil(() -> end.text().endsWith(text));
    }

    public void expectCloseNotify() throws IOException {
        pumpUntil(() -> end.engine().isInboundDone());
    }

    public void closeOutput() throws IOException {
        end.engine().closeOutbound();
        far.send(end.take());
    }

    /** Hears until it refuses what the near end says; then its fatal alert is on the wire. */
    public SSLException refuse() throws IOException {
        SSLException refusal = assertThrows(SSLException.class, () -> pumpUntil(() -> false));
        far.send(end.take());
        return refusal;
    }

    private void pumpUntil(BooleanSupplier reached) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "The JDK's peer waits in vain: " + end);
        while (!reached.getAsBoolean()) {
            deadline.remaining();
            byte[] answer = end.take();
            far.send(answer);
            if (!end.offer(far.receive()) && answer.length == 0) {
                far.awaitInput(MOMENT);
            }
        }
    }
}
