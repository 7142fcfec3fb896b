// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.ConnectionEnd;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.TlsProvider;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.FarEnd;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/** A connection under test, the wire below it, and the scripted peer at the far end. */
public final class Session implements AutoCloseable {
    /** The name that the good server certificates are for. */
    public static final String HOST = "server.test";

    public static final KeyManager[] NO_KEYS = {};

    private final Setting setting;
    private final LoopbackWire wire;
    private final Subject subject;
    private final PeerOnWire peer;

    private Session(Setting setting, LoopbackWire wire, Subject subject, PeerOnWire peer) {
        this.setting = setting;
        this.wire = wire;
        this.subject = subject;
        this.peer = peer;
    }

    /**
     * A session that is still to be opened.
     *
     * @param setting under what it runs
     * @return with the defaults
     */
    public static Builder of(Setting setting) {
        return new Builder(setting);
    }

    /** What can differ between sessions. */
    public static final class Builder {
        private interface Contexts {
            TlsContext by(TlsProvider provider) throws GeneralSecurityException;
        }

        private final Setting setting;
        private UnaryOperator<TlsEndpoint> endpoint = usual -> usual;
        private UnaryOperator<PeerOptions> peer = usual -> usual;
        private KeyManager[] keys = NO_KEYS;
        private TrustManager[] trust = TestPki.ec().trustManagers();
        private Contexts contexts = provider -> provider.newContext(keys, trust);

        private Builder(Setting setting) {
            this.setting = setting;
            if (setting.role() == Role.SERVER) {
                identity(TestPki.ec().server());
            }
        }

        public Builder endpoint(UnaryOperator<TlsEndpoint> change) {
            endpoint = change;
            return this;
        }

        public Builder peer(UnaryOperator<PeerOptions> change) {
            peer = change;
            return this;
        }

        public Builder identity(Identity identity) {
            keys = identity.keyManagers();
            return this;
        }

        /** Who the code under test is, if not {@link #identity one} of the kit's. */
        public Builder keys(KeyManager... managers) {
            keys = managers;
            return this;
        }

        /** Whom the code under test trusts; the authority of {@link TestPki#ec} unless this is called. */
        public Builder trust(TrustManager... managers) {
            trust = managers;
            return this;
        }

        /** Without keys, and with the platform's trust. */
        public Builder defaults() {
            contexts = TlsProvider::newContext;
            return this;
        }

        /** Somebody who is told of the end. */
        public Builder listener(Consumer<ConnectionEnd> told) {
            Contexts usual = contexts;
            contexts = provider -> usual.by(provider).withListener(told);
            return this;
        }

        public Session open() throws IOException {
            LoopbackWire wire = LoopbackWire.open(setting.nearEnd());
            try {
                return open(wire);
            } catch (IOException | RuntimeException e) {
                try (wire) {
                    throw e;
                }
            }
        }

        /** On a transport that carried something else before. */
        public Session open(LoopbackWire wire) throws IOException {
            return new Session(setting, wire, subject(context(), wire), new PeerOnWire(scriptedPeer(), wire.far()));
        }

        /** Over a channel in blocking mode by way of its {@code socket()}, which is no socket like others. */
        public Session openOnAdaptor(LoopbackWire wire) throws IOException {
            TlsConnection connection = context().open(wire.channel().socket(), endpoint());
            return new Session(setting, wire, subject(connection, wire), new PeerOnWire(scriptedPeer(), wire.far()));
        }

        /** Without a peer. */
        public Subject subject(TlsContext context, LoopbackWire wire) throws IOException {
            TlsConnection connection = setting.nearEnd() == NearEnd.SOCKET
                    ? context.open(wire.socket(), endpoint())
                    : context.open(wire.channel(), endpoint());
            return subject(connection, wire);
        }

        public Subject subject(TlsConnection connection, LoopbackWire wire) {
            return new Subject(
                    connection,
                    setting.nearEnd() == NearEnd.NON_BLOCKING_CHANNEL ? Optional.of(wire.channel()) : Optional.empty());
        }

        Setting setting() {
            return setting;
        }

        public ScriptedPeer scriptedPeer() {
            PeerOptions options = peer.apply(PeerOptions.of(setting.version()));
            return setting.role() == Role.CLIENT ? ScriptedPeer.server(options) : ScriptedPeer.client(options);
        }

        public TlsEndpoint endpoint() {
            TlsEndpoint usual = setting.role() == Role.CLIENT ? TlsEndpoint.client(HOST, 443) : TlsEndpoint.server();
            return endpoint.apply(usual.protocols(setting.version().jdkName()));
        }

        public TlsContext context() {
            try {
                return Objects.requireNonNull(contexts.by(setting.provider()), "newContext has returned null");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the provider refuses the test's keys and trust", e);
            }
        }
    }

    public void handshake() throws Exception {
        peer.handshake(subject::handshake);
    }

    /**
     * The connection under test.
     *
     * @return to be used by one thread at a time, unless the test is about threads
     */
    public Subject subject() {
        return subject;
    }

    /**
     * The other end.
     *
     * @return to be used by the test's own thread
     */
    public PeerOnWire peer() {
        return peer;
    }

    /**
     * What the peer heard.
     *
     * @return the scripted peer itself
     */
    public ScriptedPeer heard() {
        return peer.peer();
    }

    /** Ends the near end's half of the transport: what the far end receives until then is all that there will be. */
    public void finish() throws IOException {
        switch (setting.nearEnd()) {
            case SOCKET -> wire.socket().shutdownOutput();
            case BLOCKING_CHANNEL, NON_BLOCKING_CHANNEL -> wire.channel().shutdownOutput();
        }
    }

    /**
     * {@linkplain #finish Ends} the near end's half of the transport, and has the peer hear all that there is.
     *
     * @return what the peer heard
     * @throws IOException if the wire fails
     */
    public ScriptedPeer heardToTheEnd() throws IOException {
        finish();
        heard().offer(far().receiveToEnd());
        return heard();
    }

    public FarEnd far() {
        return peer.far();
    }

    public LoopbackWire wire() {
        return wire;
    }

    /**
     * Sends from the peer, and waits until all of it lies at the near end.
     *
     * @param messages what to say, in one segment
     * @throws IOException if the wire fails
     */
    public void arrive(PeerMessage... messages) throws IOException {
        byte[] bytes = heard().say(messages);
        int before = wire.unread();
        far().send(bytes);
        wire.awaitUnread(before + bytes.length);
    }

    /**
     * Starts a call of the code under test in a thread of its own.
     *
     * @param <T> what it returns
     * @param call may block
     * @return the running call
     */
    public <T> BackgroundCall<T> start(Callable<T> call) {
        return BackgroundCall.call(call);
    }

    /**
     * The transport carries plaintext both ways, to the byte (rule 5.3).
     *
     * @throws Exception if it does not
     */
    public void assertCarriesPlaintext() throws Exception {
        far().send("220 plain\r\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals("220 plain\r\n", readPlaintext(11));
        writePlaintext("QUIT\r\n");
        assertEquals("QUIT\r\n", new String(far().receiveExactly(6), StandardCharsets.US_ASCII));
    }

    /**
     * Reads from the transport itself.
     *
     * @param length how many bytes
     * @return as many
     * @throws IOException if the transport fails
     */
    public String readPlaintext(int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = 0;
        wire.awaitUnread(length);
        if (setting.nearEnd() == NearEnd.SOCKET) {
            count = wire.socket().getInputStream().readNBytes(bytes, 0, length);
        } else {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining() && wire.channel().read(buffer) >= 0) {
                count = buffer.position();
            }
        }
        assertEquals(length, count, "bytes of plaintext");
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    public void writePlaintext(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (setting.nearEnd() == NearEnd.SOCKET) {
            wire.socket().getOutputStream().write(bytes);
        } else {
            assertEquals(bytes.length, wire.channel().write(ByteBuffer.wrap(bytes)));
        }
    }

    @Override
    public void close() throws IOException {
        try (wire) {
            subject.connection().close();
        }
    }

    @Override
    public String toString() {
        return setting + ": " + subject + "; the peer: " + heard();
    }
}
