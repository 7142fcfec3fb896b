// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The frame, around a backend that does nothing. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ClosedBeginningTest {
    /** What was made then would never be freed (rule E8): who closes has been there. */
    @Test
    void ruleE8_whatIsClosedWhileAnotherThreadIsAboutToBeginDoesNotBegin() throws Exception {
        Engine engine = new Engine();
        FutureTask<String> close = new FutureTask<>(engine::closeOutbound, "closed");
        daemon(close);
        engine.closing.await();
        FutureTask<String> begin = new FutureTask<>(() -> {
            engine.beginHandshake();
            return "begun";
        });
        Thread beginner = daemon(begin);
        while (beginner.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        engine.mayClose.countDown();
        assertEquals("closed", close.get(30, TimeUnit.SECONDS));
        var thrown = assertThrows(ExecutionException.class, () -> begin.get(30, TimeUnit.SECONDS));
        assertInstanceOf(SSLException.class, thrown.getCause());
        assertEquals(0, engine.made.get());
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private enum Stage implements Standing {
        NEW,
        CLOSED;

        @Override
        public boolean hasBegun() {
            return this == CLOSED;
        }

        @Override
        public boolean isHandshaking() {
            return false;
        }

        @Override
        public boolean isEstablished() {
            return false;
        }

        @Override
        public boolean isOutputOpen() {
            return this == NEW;
        }

        @Override
        public boolean isOutputClosed() {
            return this == CLOSED;
        }

        @Override
        public boolean isInputClosed() {
            return this == CLOSED;
        }
    }

    private static final class Engine extends RecordEngine<Stage, String> {
        private final CountDownLatch closing = new CountDownLatch(1);
        private final CountDownLatch mayClose = new CountDownLatch(1);
        private final AtomicInteger made = new AtomicInteger();

        Engine() {
            super(null, -1, true, new SupportedNames("none", List.of(), List.of()), Stage.NEW);
        }

        @Override
        protected String make() {
            made.incrementAndGet();
            return "backend";
        }

        @Override
        protected void begin(String backend) {}

        @Override
        protected void closeOutput(@Nullable String backend) {
            closing.countDown();
            try {
                mayClose.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            enter(Stage.CLOSED);
        }

        @Override
        protected Preview preview(String backend, ByteBuffer src) {
            throw new AssertionError("nothing comes");
        }

        @Override
        protected SSLEngineResult take(String backend, ByteBuffer src, int size, Buffers targets) {
            throw new AssertionError("nothing comes");
        }

        @Override
        protected SSLEngineResult say(String backend, Buffers sources, ByteBuffer dst) {
            throw new AssertionError("nothing is said");
        }

        @Override
        protected void closeInput() {
            enter(Stage.CLOSED);
        }

        @Override
        protected void fail(@Nullable String backend, IOException failure) {
            throw new AssertionError(failure);
        }

        @Override
        protected boolean isFinishedBy(@Nullable String backend) {
            return false;
        }

        @Override
        protected HandshakeStatus next(@Nullable String backend) {
            return HandshakeStatus.NOT_HANDSHAKING;
        }

        @Override
        protected @Nullable SSLSession handshakeSession(String backend) {
            return null;
        }

        @Override
        protected @Nullable String handshakeApplicationProtocol(String backend) {
            return null;
        }

        @Override
        public SSLSession getSession() {
            throw new AssertionError("there is none");
        }
    }
}
