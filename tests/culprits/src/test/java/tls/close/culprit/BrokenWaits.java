// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static tls.close.culprit.Culprit.SOCKET;
import static tls.close.culprit.Culprit.layer;
import static tls.close.culprit.Culprit.reading;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

/** Backends that keep the rules but for time and threads, over sockets. */
final class BrokenWaits {
    static final List<Culprit> ALL = List.of(
            Culprit.backend("7.1", "gives each read more time than there is", new Fault() {
                        @Override
                        public Transport transport(Transport good) {
                            return new Unhurried(good);
                        }
                    })
                    .on(SOCKET)
                    .by("scenario49"),
            layer("7.2", "fails for good when the time is over", FailsForGood::new),
            reading("7.3", "forgets that it was interrupted", BrokenWaits::forgetsInterrupts),
            layer("7.5", "leaves a timeout of its own at the socket", LeavesATimeout::new),
            layer("8.1", "lets nobody write while somebody reads", LetsOneInForData::new)
                    .by("scenario65")
                    .hanging(),
            layer("8.2", "lets nobody say goodbye while somebody reads", LetsOneInForGoodbye::new)
                    .by("scenario65")
                    .hanging(),
            reading("8.5", "waits on when the socket has been closed", BrokenWaits::waitsOn)
                    .hanging());

    private BrokenWaits() {}

    private static final class Unhurried extends ForwardingTransport {
        /** Each takes a millisecond. */
        private static final int MORE = 10_000;

        Unhurried(Transport good) {
            super(good);
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            for (int i = 0; i < MORE; i++) {
                try {
                    return good.read(dst);
                } catch (SocketTimeoutException e) {
                    // What is a deadline between friends?
                }
            }
            return good.read(dst);
        }
    }

    private static final class FailsForGood extends ForwardingLayer {
        private volatile boolean late;

        FailsForGood(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            if (late) {
                throw new SSLException("it was too late before");
            }
            try {
                return good.read(dst);
            } catch (SocketTimeoutException e) {
                late = true;
                throw e;
            }
        }
    }

    private static Step forgetsInterrupts(RecordLayer good, Socket socket, ByteBuffer dst) throws IOException {
        try {
            return good.read(dst);
        } catch (InterruptedIOException e) {
            boolean forgotten = Thread.interrupted();
            if (!forgotten && !(e instanceof SocketTimeoutException)) {
                throw new AssertionError(e);
            }
            throw e;
        }
    }

    private static final class LeavesATimeout extends ForwardingLayer {
        private static final int OWN_MILLIS = 7_777;

        private final Socket socket;

        LeavesATimeout(RecordLayer good, Socket socket, Transport below) {
            super(good);
            this.socket = socket;
        }

        @Override
        public void closeOutput() throws IOException {
            good.closeOutput();
            socket.setSoTimeout(OWN_MILLIS);
        }
    }

    /** Whoever reads keeps all others out. */
    private abstract static class LetsOneIn extends ForwardingLayer {
        private final ReentrantLock one = new ReentrantLock();

        LetsOneIn(RecordLayer good) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            return alone(() -> good.read(dst));
        }

        final <T> T alone(Call<T> call) throws IOException {
            one.lock();
            try {
                return call.run();
            } finally {
                one.unlock();
            }
        }

        interface Call<T> {
            T run() throws IOException;
        }
    }

    private static final class LetsOneInForData extends LetsOneIn {
        LetsOneInForData(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step write(ByteBuffer src) throws IOException {
            return alone(() -> good.write(src));
        }
    }

    /** As the JDK's own socket in TLS 1.2. */
    private static final class LetsOneInForGoodbye extends LetsOneIn {
        LetsOneInForGoodbye(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public void closeOutput() throws IOException {
            alone(() -> {
                good.closeOutput();
                return Step.TAKEN;
            });
        }
    }

    private static Step waitsOn(RecordLayer good, Socket socket, ByteBuffer dst) throws IOException {
        try {
            return good.read(dst);
        } catch (SocketException e) {
            if (socket.isClosed()) {
                waitForEver();
            }
            throw e;
        }
    }

    private static void waitForEver() throws InterruptedIOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
