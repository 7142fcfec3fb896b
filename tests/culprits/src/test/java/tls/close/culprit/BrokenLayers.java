// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static tls.close.culprit.Culprit.SOCKET;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import tls.close.spi.NotTlsException;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/** Backends that keep the rules but for one, over sockets. */
final class BrokenLayers {
    static final List<Culprit> ALL = List.of(
            layer("1.1", "takes the end of the transport for the end of its own output too", EndsBothAtOnce::new),
            doubling("2.1", "says its close_notify twice", Moment.CLOSING),
            layer("2.3", "reads no more once it has said close_notify", ReadsNoMore::new),
            layer("3.2", "swallows what comes after its close_notify, and counts none of it", Swallows::new),
            layer("3.3", "lets a record without data be seen", LetsControlRecordsBeSeen::new)
                    .by("scenario89"),
            doubling("3.5", "answers a close_notify twice", Moment.READING),
            layer("4.1", "calls a cut orderly", CallsACutOrderly::new),
            layer("4.3", "calls what it cannot decrypt orderly", CallsAForgeryOrderly::new),
            Culprit.backend("4.4", "does not know the numbers of alerts", new Fault() {
                        @Override
                        public OptionalInt alert(OptionalInt known) {
                            return OptionalInt.empty();
                        }
                    })
                    .on(SOCKET),
            layer("4.5", "takes a reset for an end", TakesAResetForAnEnd::new),
            layer("4.6", "keeps to itself what was no TLS", KeepsStrayBytes::new),
            layer("5.1", "closes the socket when it is released", ClosesTheSocket::new),
            layer("5.2", "reads on behind the close_notify", ReadsOn::new).by("scenario17"),
            layer("5.3", "ends TCP with TLS", EndsTcp::new),
            Culprit.backend("7.1", "gives each read more time than there is", new Fault() {
                        @Override
                        public Transport transport(Transport good) {
                            return new Unhurried(good);
                        }
                    })
                    .on(SOCKET)
                    .by("scenario49"),
            layer("7.2", "fails for good when the time is over", FailsForGood::new),
            layer("7.3", "forgets that it was interrupted", ForgetsInterrupts::new),
            layer("7.5", "leaves a timeout of its own at the socket", LeavesATimeout::new),
            layer("8.1", "lets nobody write while somebody reads", LetsOneInForData::new)
                    .by("scenario65")
                    .hanging(),
            layer("8.2", "lets nobody say goodbye while somebody reads", LetsOneInForGoodbye::new)
                    .by("scenario65")
                    .hanging(),
            layer("8.5", "waits on when the socket has been closed", WaitsOn::new)
                    .hanging(),
            layer("9.2", "ends silently in the middle of a handshake", EndsSilently::new),
            layer("9.3", "says its refusal twice", RefusesTwice::new),
            layer("10.1", "does not know how much of a record it has", DoesNotCount::new),
            layer("10.2", "is not quiet when it is released", IsNotQuiet::new),
            layer("10.3", "forgets its session with every end", ForgetsItsSession::new)
                    .by("theSessionStaysValid"));

    private BrokenLayers() {}

    private static Culprit layer(String rule, String deed, Fault.Breaking breaking) {
        return Culprit.backend(rule, deed, Fault.ofLayers(breaking)).on(SOCKET);
    }

    private static Culprit doubling(String rule, String deed, Moment moment) {
        return Culprit.backend(rule, deed, new Fault() {
                    @Override
                    public Transport transport(Transport good) {
                        return new Doubling(good);
                    }

                    @Override
                    public RecordLayer layer(RecordLayer good, Socket socket, Transport below) {
                        return new SaysTwice(good, (Doubling) below, moment);
                    }
                })
                .on(SOCKET);
    }

    private static final class EndsBothAtOnce extends ForwardingLayer {
        private volatile boolean ended;

        EndsBothAtOnce(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            Step step = good.read(dst);
            ended |= step == Step.END_OF_TRANSPORT;
            return step;
        }

        @Override
        public Output output() {
            return ended ? Output.SILENCE : good.output();
        }

        @Override
        public Step write(ByteBuffer src) throws IOException {
            return ended ? Step.TAKEN : good.write(src);
        }
    }

    /** When what is written is written twice. */
    private enum Moment {
        CLOSING,
        READING
    }

    private static final class Doubling extends ForwardingTransport {
        private volatile boolean twice;

        Doubling(Transport good) {
            super(good);
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            ByteBuffer again = src.duplicate();
            good.write(src);
            if (twice) {
                good.write(again);
            }
        }
    }

    private static final class SaysTwice extends ForwardingLayer {
        private final Doubling below;
        private final Moment moment;

        SaysTwice(RecordLayer good, Doubling below, Moment moment) {
            super(good);
            this.below = below;
            this.moment = moment;
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            below.twice = moment == Moment.READING;
            try {
                return good.read(dst);
            } finally {
                below.twice = false;
            }
        }

        @Override
        public void closeOutput() throws IOException {
            below.twice = moment == Moment.CLOSING;
            try {
                good.closeOutput();
            } finally {
                below.twice = false;
            }
        }
    }

    /** As BCJSSE's engine. */
    private static final class ReadsNoMore extends ForwardingLayer {
        private volatile boolean closed;

        ReadsNoMore(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public void closeOutput() throws IOException {
            good.closeOutput();
            closed = true;
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            return closed ? Step.CLOSE_NOTIFY : good.read(dst);
        }
    }

    private static final class Swallows extends ForwardingLayer {
        private volatile boolean closed;

        Swallows(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public void closeOutput() throws IOException {
            good.closeOutput();
            closed = true;
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            int start = dst.position();
            Step step = good.read(dst);
            if (closed) {
                dst.position(start);
            }
            return step;
        }
    }

    private static final class LetsControlRecordsBeSeen extends ForwardingLayer {
        LetsControlRecordsBeSeen(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            int start = dst.position();
            Step step = good.read(dst);
            if (step == Step.TAKEN && dst.hasRemaining() && dst.position() == start) {
                throw new SSLException("the peer has sent a record without data");
            }
            return step;
        }
    }

    /** As the JDK's own socket, and Conscrypt's. */
    private static final class CallsACutOrderly extends ForwardingLayer {
        CallsACutOrderly(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            Step step = good.read(dst);
            return step == Step.END_OF_TRANSPORT ? Step.CLOSE_NOTIFY : step;
        }
    }

    /** As {@code gnutls_bye}. */
    private static final class CallsAForgeryOrderly extends ForwardingLayer {
        CallsAForgeryOrderly(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            try {
                return good.read(dst);
            } catch (SSLException e) {
                return Step.CLOSE_NOTIFY;
            }
        }
    }

    private static final class TakesAResetForAnEnd extends ForwardingLayer {
        TakesAResetForAnEnd(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            try {
                return good.read(dst);
            } catch (SocketException e) {
                return Step.END_OF_TRANSPORT;
            }
        }
    }

    private static final class KeepsStrayBytes extends ForwardingLayer {
        KeepsStrayBytes(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            try {
                return good.read(dst);
            } catch (NotTlsException e) {
                throw new SSLException(e.getMessage(), e);
            }
        }
    }

    private static final class ClosesTheSocket extends ForwardingLayer {
        private final Socket socket;

        ClosesTheSocket(RecordLayer good, Socket socket, Transport below) {
            super(good);
            this.socket = socket;
        }

        @Override
        public void release() {
            good.release();
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class ReadsOn extends ForwardingLayer {
        private final Socket socket;

        ReadsOn(RecordLayer good, Socket socket, Transport below) {
            super(good);
            this.socket = socket;
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            Step step = good.read(dst);
            if (step == Step.CLOSE_NOTIFY) {
                byte[] taken = new byte[socket.getInputStream().available()];
                if (socket.getInputStream().read(taken) < taken.length) {
                    throw new AssertionError("what was there has gone");
                }
            }
            return step;
        }
    }

    /** As the sockets of BouncyCastle and Conscrypt. */
    private static final class EndsTcp extends ForwardingLayer {
        private final Socket socket;

        EndsTcp(RecordLayer good, Socket socket, Transport below) {
            super(good);
            this.socket = socket;
        }

        @Override
        public void closeOutput() throws IOException {
            good.closeOutput();
            socket.shutdownOutput();
        }
    }

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

    private static final class ForgetsInterrupts extends ForwardingLayer {
        ForgetsInterrupts(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
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

    private static final class LetsOneInForData extends ForwardingLayer {
        private final ReentrantLock one = new ReentrantLock();

        LetsOneInForData(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            one.lock();
            try {
                return good.read(dst);
            } finally {
                one.unlock();
            }
        }

        @Override
        public Step write(ByteBuffer src) throws IOException {
            one.lock();
            try {
                return good.write(src);
            } finally {
                one.unlock();
            }
        }
    }

    /** As the JDK's own socket in TLS 1.2. */
    private static final class LetsOneInForGoodbye extends ForwardingLayer {
        private final ReentrantLock one = new ReentrantLock();

        LetsOneInForGoodbye(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            one.lock();
            try {
                return good.read(dst);
            } finally {
                one.unlock();
            }
        }

        @Override
        public void closeOutput() throws IOException {
            one.lock();
            try {
                good.closeOutput();
            } finally {
                one.unlock();
            }
        }
    }

    private static final class WaitsOn extends ForwardingLayer {
        private final Socket socket;

        WaitsOn(RecordLayer good, Socket socket, Transport below) {
            super(good);
            this.socket = socket;
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
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

    /** As Conscrypt's engine. */
    private static final class EndsSilently extends ForwardingLayer {
        private volatile boolean established;
        private volatile boolean silent;

        EndsSilently(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public Step handshake() throws IOException {
            Step step = good.handshake();
            established |= step == Step.TAKEN;
            return step;
        }

        @Override
        public void closeOutput() throws IOException {
            if (established) {
                good.closeOutput();
            } else {
                silent = true;
            }
        }

        @Override
        public Output output() {
            return silent ? Output.SILENCE : good.output();
        }
    }

    private static final class RefusesTwice extends ForwardingLayer {
        private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};

        private final Transport below;

        RefusesTwice(RecordLayer good, Socket socket, Transport below) {
            super(good);
            this.below = below;
        }

        @Override
        public Step handshake() throws IOException {
            try {
                return good.handshake();
            } catch (SSLException e) {
                below.write(ByteBuffer.wrap(HANDSHAKE_FAILURE));
                throw e;
            }
        }
    }

    private static final class DoesNotCount extends ForwardingLayer {
        DoesNotCount(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public int cutAfter() {
            return 0;
        }
    }

    private static final class IsNotQuiet extends ForwardingLayer {
        IsNotQuiet(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public void release() {
            good.release();
            throw new IllegalStateException("it is over");
        }
    }

    private static final class ForgetsItsSession extends ForwardingLayer {
        ForgetsItsSession(RecordLayer good, Socket socket, Transport below) {
            super(good);
        }

        @Override
        public void release() {
            good.session().invalidate();
            good.release();
        }
    }
}
