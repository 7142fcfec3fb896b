// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import tls.close.tck.peer.AfterCloseNotify;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.FarEnd;
import tls.close.tck.wire.Loopback;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/** A TLS socket in the JDK's clothes, the TCP connection below it, and the scripted peer at the far end. */
public final class FacadeSession implements AutoCloseable {
    private final FacadeSetting setting;
    private final SSLSocket tls;
    private final PeerOnWire peer;
    private final Optional<LoopbackWire> wire;
    private final Closeable below;
    private volatile @Nullable InputStream input;

    private FacadeSession(
            FacadeSetting setting, SSLSocket tls, PeerOnWire peer, Optional<LoopbackWire> wire, Closeable below) {
        this.setting = setting;
        this.tls = tls;
        this.peer = peer;
        this.wire = wire;
        this.below = below;
    }

    /**
     * A session that is still to be opened.
     *
     * @param setting under what it runs
     * @return over a TCP connection of its own, with the defaults
     */
    public static Builder of(FacadeSetting setting) {
        return new Builder(setting);
    }

    /** What can differ between sessions. */
    public static final class Builder {
        private final FacadeSetting setting;
        private Optional<SSLContext> context = Optional.empty();
        private Ownership ownership = Ownership.OWN;
        private Consumer<SSLSocket> socket = usual -> {};
        private UnaryOperator<PeerOptions> peer = usual -> usual;

        private Builder(FacadeSetting setting) {
            this.setting = setting;
        }

        /** Another than the setting's usual one. */
        public Builder context(SSLContext other) {
            context = Optional.of(other);
            return this;
        }

        public Builder over(Ownership other) {
            ownership = other;
            return this;
        }

        /** What to do with the socket before its handshake. */
        public Builder socket(Consumer<SSLSocket> change) {
            socket = change;
            return this;
        }

        public Builder peer(UnaryOperator<PeerOptions> change) {
            peer = change;
            return this;
        }

        /** With the handshake done. */
        public FacadeSession connect() throws Exception {
            return connect(open());
        }

        /** As {@link #connect()}, over buffers that a few kB fill. */
        public FacadeSession connectNarrowly() throws Exception {
            return connect(layered(LoopbackWire.openNarrow(NearEnd.SOCKET)));
        }

        private static FacadeSession connect(FacadeSession session) throws Exception {
            try {
                session.handshake();
            } catch (Exception | AssertionError e) {
                try (session) {
                    throw e;
                }
            }
            return session;
        }

        /** With nothing sent yet. */
        public FacadeSession open() throws Exception {
            if (ownership != Ownership.OWN) {
                return layered(LoopbackWire.open(NearEnd.SOCKET));
            }
            Loopback loopback = Loopback.open();
            try {
                return setting.role() == Role.CLIENT ? connected(loopback) : accepted(loopback);
            } catch (Exception | AssertionError e) {
                try (loopback) {
                    throw e;
                }
            }
        }

        private FacadeSession connected(Loopback loopback) throws Exception {
            SSLSocket tls = (SSLSocket) made().getSocketFactory().createSocket("localhost", loopback.port());
            return session(tls, loopback.accept(), Optional.empty(), loopback::close);
        }

        private FacadeSession accepted(Loopback loopback) throws Exception {
            try (ServerSocket listener = made().getServerSocketFactory().createServerSocket(0, 1, Loopback.address())) {
                FarEnd far = loopback.connect(listener.getLocalPort());
                return session((SSLSocket) listener.accept(), far, Optional.empty(), loopback::close);
            }
        }

        /** Over a TCP connection that may have carried something else before. */
        public FacadeSession layered(LoopbackWire wire) throws Exception {
            try {
                SSLSocket tls = (SSLSocket) made().getSocketFactory()
                        .createSocket(wire.socket(), Session.HOST, 443, ownership == Ownership.LEFT);
                return session(tls, wire.far(), Optional.of(wire), wire::close);
            } catch (Exception | AssertionError e) {
                try (wire) {
                    throw e;
                }
            }
        }

        /** Inside another session. */
        public FacadeSession inside(FacadeSession outer) throws Exception {
            SSLSocket tls = (SSLSocket)
                    made().getSocketFactory().createSocket(outer.tls(), Session.HOST, 443, ownership == Ownership.LEFT);
            return session(tls, new TunnelEnd(outer.peer()), Optional.empty(), outer.below);
        }

        private FacadeSession session(SSLSocket tls, FarEnd far, Optional<LoopbackWire> wire, Closeable below)
                throws IOException {
            tls.setTcpNoDelay(true);
            tls.setUseClientMode(setting.role() == Role.CLIENT);
            tls.setEnabledProtocols(new String[] {setting.version().jdkName()});
            socket.accept(tls);
            return new FacadeSession(setting, tls, new PeerOnWire(scriptedPeer(), far), wire, below);
        }

        private SSLContext made() {
            return context.orElseGet(setting::context);
        }

        private ScriptedPeer scriptedPeer() {
            PeerOptions usual = PeerOptions.of(setting.version());
            PeerOptions options = peer.apply(
                    ownership == Ownership.KEPT ? usual.withAfterCloseNotify(AfterCloseNotify.PLAINTEXT) : usual);
            return setting.role() == Role.CLIENT ? ScriptedPeer.server(options) : ScriptedPeer.client(options);
        }
    }

    public void handshake() throws Exception {
        peer.handshake(tls::startHandshake);
    }

    /** The socket under test. */
    public SSLSocket tls() {
        return tls;
    }

    public PeerOnWire peer() {
        return peer;
    }

    /** What the peer heard. */
    public ScriptedPeer heard() {
        return peer.peer();
    }

    public FarEnd far() {
        return peer.far();
    }

    /** The TCP connection that it is layered over. */
    public LoopbackWire wire() {
        return wire.orElseThrow(() -> new IllegalStateException("the TCP connection is its own"));
    }

    /** Sends from the peer, and waits until all of it lies at the near end. */
    public void arrive(PeerMessage... messages) throws IOException {
        byte[] bytes = heard().say(messages);
        int before = wire().unread();
        far().send(bytes);
        wire().awaitUnread(before + bytes.length);
    }

    public <T> BackgroundCall<T> start(Callable<T> call) {
        return BackgroundCall.call(call);
    }

    /** Closes in a thread of its own. */
    public BackgroundCall<?> closing() {
        return BackgroundCall.run(tls::close);
    }

    /** Reads one byte in a thread of its own, and waits until that waits for the peer. */
    public BackgroundCall<Integer> reading() {
        BackgroundCall<Integer> read = start(this::read);
        read.awaitBlocked();
        return read;
    }

    public int read() throws IOException {
        return input().read();
    }

    public String readText(int length) throws IOException {
        return new String(input().readNBytes(length), US_ASCII);
    }

    /** Got once, as applications do: the JDK's own gives none out after the end. */
    private InputStream input() throws IOException {
        InputStream got = input;
        if (got == null) {
            got = tls.getInputStream();
            input = got;
        }
        return got;
    }

    public void write(String text) throws IOException {
        tls.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** Waits for the end of the TCP connection; the peer hears all that there is until then. */
    public ScriptedPeer heardToTheEnd() throws IOException {
        heard().offer(far().receiveToEnd());
        return heard();
    }

    /** The caller's socket carries plaintext both ways, to the byte; what came before the peer's is over. */
    public void assertCarriesPlaintext() throws IOException {
        far().send("220 plain\r\n".getBytes(US_ASCII));
        wire().socket().setSoTimeout((int) Deadline.PATIENCE.toMillis());
        assertEquals(
                "220 plain\r\n", new String(wire().socket().getInputStream().readNBytes(11), US_ASCII));
        wire().socket().getOutputStream().write("QUIT\r\n".getBytes(US_ASCII));
        peer.expectPlaintext("QUIT\r\n");
    }

    /** The TCP connection first, so that nothing is left to wait for. */
    @Override
    public void close() throws IOException {
        below.close();
        try {
            tls.close();
        } catch (IOException e) {
            // It says that this was no orderly end.
        }
    }

    @Override
    public String toString() {
        return setting + ": " + tls + "; the peer: " + heard();
    }
}
