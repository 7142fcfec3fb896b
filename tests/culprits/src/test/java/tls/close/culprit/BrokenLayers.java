// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static tls.close.culprit.Culprit.SOCKET;
import static tls.close.culprit.Culprit.layer;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/** Backends that keep the rules but for what they say, and what they leave behind, over sockets. */
final class BrokenLayers {
    static final List<Culprit> ALL = List.of(
            layer("1.1", "takes the end of the transport for the end of its own output too", EndsBothAtOnce::new),
            doubling("2.1", "says its close_notify twice", Moment.CLOSING),
            layer("2.3", "reads no more once it has said close_notify", ReadsNoMore::new),
            layer("3.2", "swallows what comes after its close_notify, and counts none of it", Swallows::new),
            doubling("3.5", "answers a close_notify twice", Moment.READING),
            Culprit.backend("4.4", "does not know the numbers of alerts", new Fault() {
                        @Override
                        public OptionalInt alert(OptionalInt known) {
                            return OptionalInt.empty();
                        }
                    })
                    .on(SOCKET),
            layer("5.1", "closes the socket when it is released", ClosesTheSocket::new),
            layer("5.3", "ends TCP with TLS", EndsTcp::new),
            layer("9.2", "ends silently in the middle of a handshake", EndsSilently::new),
            layer("9.3", "says its refusal twice", RefusesTwice::new),
            layer("10.1", "does not know how much of a record it has", DoesNotCount::new),
            layer("10.2", "is not quiet when it is released", IsNotQuiet::new),
            layer("10.3", "forgets its session with every end", ForgetsItsSession::new)
                    .by("theSessionStaysValid"));

    private BrokenLayers() {}

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
