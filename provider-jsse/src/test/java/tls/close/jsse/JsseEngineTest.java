// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.internal.provider.SessionScopes;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class JsseEngineTest {
    /** As much as it has to say of a handshake that is canceled, and more. */
    private static final int MOST_RECORDS = 8;

    private final CountDownLatch beginning = new CountDownLatch(1);
    private final CountDownLatch mayBegin = new CountDownLatch(1);

    /** The one that is closed is about to be replaced. */
    @Test
    void ruleE7_anEngineThatIsClosedWhileItBeginsIsClosed() throws Exception {
        SSLEngine configured = SSLContext.getDefault().createSSLEngine();
        configured.setUseClientMode(true);
        SSLEngine engine = new JsseEngine(configured, new SessionScopes<>(1, this::keeper), new ServerKeys());
        FutureTask<String> begin = new FutureTask<>(() -> {
            try {
                engine.beginHandshake();
            } catch (SSLException e) {
                return "closed before"; // That is an order, too.
            }
            return "begun";
        });
        daemon(begin);
        beginning.await();
        FutureTask<String> close = new FutureTask<>(engine::closeOutbound, "closed");
        Thread closer = daemon(close);
        while (!EnumSet.of(Thread.State.WAITING, Thread.State.TERMINATED).contains(closer.getState())) {
            Thread.onSpinWait();
        }
        mayBegin.countDown();
        String unused = begin.get(30, TimeUnit.SECONDS);
        unused = close.get(30, TimeUnit.SECONDS);

        ByteBuffer said = ByteBuffer.allocate(1 << 16);
        for (int i = 0; i < MOST_RECORDS && !engine.isOutboundDone(); i++) {
            engine.wrap(ByteBuffer.allocate(0), said);
        }
        assertTrue(engine.isOutboundDone(), () -> "it goes on: " + engine);
    }

    private SSLContext keeper() {
        beginning.countDown();
        try {
            mayBegin.await();
            return SSLContext.getDefault();
        } catch (InterruptedException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
