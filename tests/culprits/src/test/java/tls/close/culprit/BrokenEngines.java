// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static tls.close.culprit.Culprit.NON_BLOCKING;
import static tls.close.culprit.Culprit.SOCKET;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import tls.close.TlsEndpoint;
import tls.close.tck.harness.TrustManagers;

/** Backends that keep the rules but for one, by their engines and by whom these let in. */
final class BrokenEngines {
    /** One for each pair of keys and trust, by the keys' identity: so a context of ours has one. */
    private static final Map<KeyManager[], SSLContext> CONTEXTS = Collections.synchronizedMap(new IdentityHashMap<>());

    static final List<Culprit> ALL = List.of(
            Culprit.backend(
                            "12.1",
                            "skips the host name",
                            Fault.ofEndpoints(asked -> asked.isClient() ? asked.withoutHostNameCheck() : asked))
                    .on(SOCKET),
            engine("12.2", "speaks whatever it can", SpeaksEverything::new).by("onlyTls12And13AreEnabled"),
            Culprit.backend(
                            "12.3",
                            "forgets which application protocols it was asked for",
                            Fault.ofEndpoints(TlsEndpoint::applicationProtocols))
                    .on(SOCKET)
                    .by("theApplicationProtocolIs"),
            Culprit.backend("12.5", "resumes whatever it has", new Fault() {
                        @Override
                        public SSLEngine engine(
                                SSLEngine good, TlsEndpoint endpoint, KeyManager[] keys, TrustManager[] trust) {
                            return jdks(endpoint, keys, trust);
                        }
                    })
                    .on(NON_BLOCKING),
            Culprit.backend("12.6", "believes a plain trust manager whatever the JDK refuses", new Fault() {
                @Override
                public TrustManager[] trust(TrustManager[] given) {
                    // To the JDK an extended one has checked everything.
                    return new TrustManager[] {TrustManagers.wrapped(given)};
                }
            }),
            engine("E1", "reads no more once its output is closed", ReadsNoMore::new),
            engine("E2", "says CLOSED when only its own side is", SaysClosed::new),
            engine("E3", "takes a record without data for the end", EndsEarly::new),
            engine("E4", "does not mind an end without close_notify", DoesNotMind::new),
            engine("E5", "does not say that it has an alert to send", HidesItsAlert::new),
            engine("E6", "takes all of a buffer with the close_notify in it", TakesAll::new),
            engine("E7", "says nothing in the middle of a handshake", SaysNothing::new),
            engine("E8", "leaks a descriptor for each engine", Leaks::new),
            engine("E9", "forgets the host name with new parameters", ForgetsTheName::new),
            engine("E10", "does not say that it has an answer to send", HidesItsAnswers::new));

    private BrokenEngines() {}

    private static Culprit engine(String rule, String deed, UnaryOperator<SSLEngine> broken) {
        return Culprit.backend(rule, deed, Fault.ofEngines(broken));
    }

    private static SSLEngine jdks(TlsEndpoint endpoint, KeyManager[] keys, TrustManager[] trust) {
        SSLContext context = CONTEXTS.computeIfAbsent(keys, unused -> context(keys, trust));
        SSLEngine engine = endpoint.host()
                .map(host -> context.createSSLEngine(host, endpoint.port()))
                .orElseGet(context::createSSLEngine);
        engine.setUseClientMode(endpoint.isClient());
        engine.setSSLParameters(endpoint.sslParameters());
        return engine;
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class SpeaksEverything extends ForwardingEngine {
        SpeaksEverything(SSLEngine good) {
            super(good);
            good.setEnabledProtocols(good.getSupportedProtocols());
        }
    }

    /** As BCJSSE's. */
    private static final class ReadsNoMore extends ForwardingEngine {
        ReadsNoMore(SSLEngine good) {
            super(good);
        }

        @Override
        public boolean isInboundDone() {
            return good.isOutboundDone() || good.isInboundDone();
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
            return good.isOutboundDone()
                    ? new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0)
                    : good.unwrap(src, dsts, offset, length);
        }
    }

    /** As Conscrypt's. */
    private static final class SaysClosed extends ForwardingEngine {
        SaysClosed(SSLEngine good) {
            super(good);
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
            SSLEngineResult result = good.unwrap(src, dsts, offset, length);
            return good.isOutboundDone()
                    ? new SSLEngineResult(
                            Status.CLOSED, result.getHandshakeStatus(), result.bytesConsumed(), result.bytesProduced())
                    : result;
        }
    }

    private static final class EndsEarly extends ForwardingEngine {
        private boolean ended;

        EndsEarly(SSLEngine good) {
            super(good);
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
            boolean established = good.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
            SSLEngineResult result = good.unwrap(src, dsts, offset, length);
            ended |= established && result.bytesConsumed() > 0 && result.bytesProduced() == 0;
            return result;
        }

        @Override
        public boolean isInboundDone() {
            return ended || good.isInboundDone();
        }
    }

    /** As Conscrypt's. */
    private static final class DoesNotMind extends ForwardingEngine {
        DoesNotMind(SSLEngine good) {
            super(good);
        }

        @Override
        public void closeInbound() {
            try {
                good.closeInbound();
            } catch (SSLException e) {
                // So what.
            }
        }
    }

    /** As Conscrypt's. */
    private static final class HidesItsAlert extends ForwardingEngine {
        private boolean closed;

        HidesItsAlert(SSLEngine good) {
            super(good);
        }

        @Override
        public void closeOutbound() {
            good.closeOutbound();
            closed = true;
        }

        @Override
        public HandshakeStatus getHandshakeStatus() {
            return closed ? HandshakeStatus.NOT_HANDSHAKING : good.getHandshakeStatus();
        }
    }

    private static final class TakesAll extends ForwardingEngine {
        TakesAll(SSLEngine good) {
            super(good);
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
            SSLEngineResult result = good.unwrap(src, dsts, offset, length);
            if (result.getStatus() == Status.CLOSED) {
                src.position(src.limit());
            }
            return result;
        }
    }

    /** As Conscrypt's. */
    private static final class SaysNothing extends ForwardingEngine {
        private boolean silent;

        SaysNothing(SSLEngine good) {
            super(good);
        }

        @Override
        public void closeOutbound() {
            silent |= good.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
            if (!silent) {
                good.closeOutbound();
            }
        }

        @Override
        public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
            return silent
                    ? new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0)
                    : good.wrap(srcs, offset, length, dst);
        }

        @Override
        public boolean isOutboundDone() {
            return silent || good.isOutboundDone();
        }
    }

    private static final class Leaks extends ForwardingEngine {
        private static final Queue<Pipe> LEAKED = new ConcurrentLinkedQueue<>();

        Leaks(SSLEngine good) {
            super(good);
            try {
                LEAKED.add(Pipe.open());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class ForgetsTheName extends ForwardingEngine {
        ForgetsTheName(SSLEngine good) {
            super(good);
        }

        @Override
        public void setSSLParameters(SSLParameters wanted) {
            if (wanted.getEndpointIdentificationAlgorithm() == null) {
                wanted.setEndpointIdentificationAlgorithm("");
            }
            good.setSSLParameters(wanted);
        }
    }

    private static final class HidesItsAnswers extends ForwardingEngine {
        private boolean established;

        HidesItsAnswers(SSLEngine good) {
            super(good);
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
            SSLEngineResult result = good.unwrap(src, dsts, offset, length);
            established |= good.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
            return new SSLEngineResult(
                    result.getStatus(),
                    seen(result.getHandshakeStatus()),
                    result.bytesConsumed(),
                    result.bytesProduced());
        }

        @Override
        public HandshakeStatus getHandshakeStatus() {
            return seen(good.getHandshakeStatus());
        }

        private HandshakeStatus seen(HandshakeStatus status) {
            return established && status == HandshakeStatus.NEED_WRAP && !good.isOutboundDone()
                    ? HandshakeStatus.NOT_HANDSHAKING
                    : status;
        }
    }
}
