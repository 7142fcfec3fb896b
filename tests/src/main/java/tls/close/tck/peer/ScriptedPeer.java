// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.TlsSession;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.Flight;
import tls.close.tck.wire.TlsRecord;

/**
 * A TLS client or server in memory, for the other end of the connection under test.
 *
 * <p>It takes bytes in {@link #offer}, gives its part of the handshake in {@link #take}, and says in {@link #say} what a
 * test tells it to say, when it is told; {@link PeerOnWire} moves the bytes. It never answers an alert and closes
 * nothing by itself: after a close_notify in either direction it goes on to speak and to hear. What it hears it notes,
 * alerts and certificates without judging them. When what comes is not TLS as it should be, it says a fatal alert, like
 * any other peer, and has a {@link #failure}. Not for several threads at a time.
 */
public final class ScriptedPeer {
    private final PeerLog log;
    private final PeerProtocol protocol;
    private final Substitution substitution;
    private final AfterCloseNotify afterCloseNotify;
    private byte[] surplus = {};
    private Optional<IOException> failure = Optional.empty();

    private ScriptedPeer(PeerLog log, PeerProtocol protocol, PeerCrypto crypto, PeerOptions options) {
        this.log = log;
        this.protocol = protocol;
        this.substitution = crypto.substitution();
        this.afterCloseNotify = options.afterCloseNotify();
    }

    /**
     * A client that has a ClientHello to send.
     *
     * @param options what it offers
     * @return the client
     */
    public static ScriptedPeer client(PeerOptions options) {
        return client(options, Optional.empty());
    }

    private static ScriptedPeer client(PeerOptions options, Optional<TlsSession> offered) {
        PeerLog log = new PeerLog();
        PeerCrypto crypto = new PeerCrypto();
        ScriptedClient client = new ScriptedClient(options, crypto, log, offered);
        return start(new ScriptedPeer(log, new ClientPeerProtocol(client, log), crypto, options));
    }

    /**
     * A client that offers to resume the session of this one, in TLS 1.2 and by its number: it knows no tickets. The near
     * end shows no {@link #certificates} if it does.
     *
     * @param options what it says itself, such as another server name
     * @return the client
     */
    public ScriptedPeer comeAgain(PeerOptions options) {
        return client(options, log.session);
    }

    /**
     * A client that has a ClientHello to send.
     *
     * @param version the one version that it speaks
     * @return the client
     */
    public static ScriptedPeer client(TlsVersion version) {
        return client(PeerOptions.of(version));
    }

    /**
     * A server that waits for a ClientHello.
     *
     * @param options what it offers; it is {@link TestPki#server} of {@link TestPki#ec} if no other identity is set
     * @return the server
     */
    public static ScriptedPeer server(PeerOptions options) {
        PeerLog log = new PeerLog();
        PeerCrypto crypto = new PeerCrypto();
        ScriptedServer server = new ScriptedServer(
                options, options.identity().orElseGet(() -> TestPki.ec().server()), crypto, log);
        return start(new ScriptedPeer(log, new ServerPeerProtocol(server, log), crypto, options));
    }

    /**
     * A server that waits for a ClientHello.
     *
     * @param version the one version that it speaks
     * @return the server
     */
    public static ScriptedPeer server(TlsVersion version) {
        return server(PeerOptions.of(version));
    }

    /**
     * Hears what the near end sent.
     *
     * @param bytes any part of a record or of several
     */
    public void offer(byte... bytes) {
        surplus = concatenation(surplus, bytes);
        Flight flight = Flight.of(surplus);
        int consumed = 0;
        for (TlsRecord next : flight.records()) {
            if (!isListening()) {
                break;
            }
            consumed += next.length();
            process(next);
        }
        surplus = Arrays.copyOfRange(surplus, consumed, surplus.length);
    }

    /**
     * Takes what the peer has to send of itself: its part of the handshake, or the alert of its {@link #failure}.
     *
     * @return the bytes for the wire, maybe none
     */
    public byte[] take() {
        return protocol.drain();
    }

    /**
     * Says something, after what it has to send of itself.
     *
     * @param messages what to say, in this order
     * @return the bytes for the wire
     * @throws IOException if the peer cannot say this, or not now
     */
    public byte[] say(PeerMessage... messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(take());
        for (PeerMessage each : messages) {
            bytes.writeBytes(each.encode(protocol, substitution));
        }
        return bytes.toByteArray();
    }

    /**
     * Whether the peer has received and written all that its handshake takes; the last of it may still be in
     * {@link #take}.
     *
     * @return true from then on
     */
    public boolean isHandshakeComplete() {
        return log.handshake.isPresent();
    }

    /**
     * The version of TLS that was agreed on.
     *
     * @return the version, when the handshake is complete
     */
    public Optional<TlsVersion> version() {
        return log.handshake.map(PeerLog.Handshake::version);
    }

    /**
     * The application protocol that was agreed on.
     *
     * @return the protocol, when the handshake is complete and there is one
     */
    public Optional<String> applicationProtocol() {
        return log.handshake.flatMap(PeerLog.Handshake::alpn);
    }

    /**
     * The host name that the near end, as a client, asked for.
     *
     * @return the name, when the handshake is complete and there is one
     */
    public Optional<String> serverName() {
        return log.serverName;
    }

    /**
     * What the near end presented.
     *
     * @return its certificates as sent, maybe none
     */
    public List<X509Certificate> certificates() {
        return log.certificates;
    }

    /**
     * The application data that came, all of it.
     *
     * @return the bytes of all records since the handshake
     */
    public byte[] data() {
        return log.data.toByteArray();
    }

    /**
     * The application data that came, all of it.
     *
     * @return the characters of all records since the handshake
     */
    public String text() {
        return log.data.toString(StandardCharsets.UTF_8);
    }

    /**
     * The alerts that came.
     *
     * @return in the order of the wire
     */
    public List<Alert> alerts() {
        return List.copyOf(log.alerts);
    }

    /**
     * How many close_notify alerts came, at any level.
     *
     * @return 1 after an orderly end
     */
    public int closeNotifies() {
        return (int) log.closeNotifies();
    }

    /**
     * How many key updates came.
     *
     * @return 0 in TLS 1.2
     */
    public int keyUpdates() {
        return log.keyUpdates;
    }

    /**
     * The records that came and could be read, those of the handshake included.
     *
     * @return in the order of the wire, decrypted
     */
    public List<DecryptedRecord> records() {
        return List.copyOf(log.records);
    }

    /**
     * What came and was not read: the beginning of a record, what followed a failure, and what followed the near end's
     * close_notify if that is {@link AfterCloseNotify#PLAINTEXT}.
     *
     * @return the bytes as they were on the wire
     */
    public byte[] surplus() {
        return surplus.clone();
    }

    /**
     * Why the peer refused to go on.
     *
     * @return the reason, if it did
     */
    public Optional<IOException> failure() {
        return failure;
    }

    int dataLength() {
        return log.data.size();
    }

    byte[] takeSurplus(int length) {
        byte[] taken = Arrays.copyOf(surplus, length);
        surplus = Arrays.copyOfRange(surplus, length, surplus.length);
        return taken;
    }

    @Override
    public String toString() {
        return "%s, %d bytes of data, alerts %s, records %s, %d bytes left%s"
                .formatted(
                        version().map(TlsVersion::toString).orElse("no handshake"),
                        log.data.size(),
                        log.alerts,
                        log.records,
                        surplus.length,
                        failure.map(reason -> ", failed with " + reason).orElse(""));
    }

    private static ScriptedPeer start(ScriptedPeer peer) {
        try {
            peer.protocol.start();
        } catch (IOException e) {
            throw new IllegalStateException("BouncyCastle cannot begin this handshake", e);
        }
        return peer;
    }

    private boolean isListening() {
        return failure.isEmpty()
                && switch (afterCloseNotify) {
                    case RECORDS -> true;
                    case PLAINTEXT -> log.closeNotifies() == 0;
                };
    }

    private void process(TlsRecord next) {
        try {
            protocol.bouncyCastle().offerInput(next.bytes());
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        byte[] data = new byte[protocol.bouncyCastle().getAvailableInputBytes()];
        protocol.bouncyCastle().readInput(data, 0, data.length);
        log.data.writeBytes(data);
    }

    private static byte[] concatenation(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
