// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.bare;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.firstBytes;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import tls.close.tck.peer.AfterCloseNotify;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/**
 * A backend's own {@link SSLSocket}, a client that has shaken hands over a socket of the caller's ({@code autoClose} is
 * false), and at the other end of that a scripted server, which is silent unless told to speak.
 */
record BareSocket(LoopbackWire wire, SSLSocket tls, PeerOnWire peer) implements AutoCloseable {

    /** What a call must outlast to count as one that does not return; those that do take milliseconds. */
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    static BareSocket open(Backend backend, TlsVersion version) throws Exception {
        return handshake(backend, version, LoopbackWire.open(NearEnd.SOCKET));
    }

    /** Over buffers that are full soon. */
    static BareSocket openNarrow(Backend backend, TlsVersion version) throws Exception {
        return handshake(backend, version, LoopbackWire.openNarrow(NearEnd.SOCKET));
    }

    private static BareSocket handshake(Backend backend, TlsVersion version, LoopbackWire wire) throws Exception {
        PeerOptions options = PeerOptions.of(version).withAfterCloseNotify(AfterCloseNotify.PLAINTEXT);
        PeerOnWire peer = new PeerOnWire(ScriptedPeer.server(options), wire.far());
        SSLSocket tls = layered(backend, wire.socket());
        tls.setEnabledProtocols(new String[] {version.jdkName()});
        peer.handshake(tls::startHandshake);
        return new BareSocket(wire, tls, peer);
    }

    private static SSLSocket layered(Backend backend, Socket transport) throws IOException, GeneralSecurityException {
        return (SSLSocket)
                backend.context().getSocketFactory().createSocket(transport, "localhost", transport.getPort(), false);
    }

    int read() throws IOException {
        return tls.getInputStream().read();
    }

    void assertReads(String text) throws IOException {
        assertEquals(text, new String(tls.getInputStream().readNBytes(text.length()), US_ASCII));
    }

    /** Some data, then the end of the transport and no close_notify. */
    void cutAtABoundary() throws IOException {
        peer.send(data("some"));
        peer.far().finish();
        assertReads("some");
    }

    /** Some data, then the end of the transport in the middle of a record. */
    void cutInsideARecord() throws IOException {
        peer.send(data("some"), firstBytes(data("more"), 9));
        peer.far().finish();
        assertReads("some");
    }

    BackgroundCall<?> closing() {
        return BackgroundCall.run(tls::close);
    }

    /** Closes; fails if that waits for the peer, which says nothing meanwhile. */
    void assertClosesAtOnce(Alert... heard) throws Exception {
        closing().result();
        assertHeard(heard);
    }

    /** What the peer has heard, once close_notify has come. */
    void assertHeard(Alert... alerts) throws IOException {
        peer.expectCloseNotify();
        assertEquals(List.of(alerts), peer.peer().alerts());
    }

    /** The socket's owner goes on at once, and the first bytes that come to him are those of the peer's plaintext. */
    void assertHandedBack() throws IOException {
        peer.far().send("theirs".getBytes(US_ASCII));
        assertTransportReads("theirs");
        wire.socket().getOutputStream().write("ours".getBytes(US_ASCII));
        peer.expectPlaintext("ours");
    }

    /** The peer says close_notify after {@code close} is over, then plaintext: the caller finds both. */
    void assertCloseNotifyIsLeft() throws IOException {
        byte[] closeNotify = peer.peer().say(closeNotify());
        peer.far().send(closeNotify);
        assertTransportReads(closeNotify);
        assertHandedBack();
    }

    /** The peer's close_notify, and the plaintext after it, are here before the next call. */
    void closeNotifyAndPlaintextHaveCome() throws IOException {
        byte[] closeNotify = peer.peer().say(closeNotify());
        peer.far().send(closeNotify);
        peer.far().send("plain".getBytes(US_ASCII));
        wire.awaitUnread(closeNotify.length + 5);
    }

    void assertPlaintextIsLost() throws IOException {
        assertEquals(0, wire.unread());
        assertFalse(wire.socket().isClosed());
    }

    void assertTransportReads(String text) throws IOException {
        assertTransportReads(text.getBytes(US_ASCII));
    }

    private void assertTransportReads(byte... bytes) throws IOException {
        wire.socket().setSoTimeout((int) Deadline.PATIENCE.toMillis());
        assertArrayEquals(bytes, wire.socket().getInputStream().readNBytes(bytes.length));
    }

    /** A write of more than the buffers hold, from its first record on, to a peer that reads nothing; then a close. */
    BackgroundCall<?> closingBesideAStuckWriter() throws IOException {
        BackgroundCall.run(() -> tls.getOutputStream().write(new byte[1 << 20]));
        assertTrue(peer.far().awaitInput(Deadline.PATIENCE), "nothing is written");
        return closing();
    }

    /** A {@code close} beside a reader that waits for data. */
    BackgroundCall<?> closingBesideAReader() {
        BackgroundCall.call(this::read).awaitBlocked();
        return closing();
    }

    /** Fails if a call that waits for the peer returns, even interrupted; then ends it in the one way left. */
    void assertWaitsForEver(BackgroundCall<?> call) throws Exception {
        call.awaitBlocked();
        assertOutlastsAWhile(call);
    }

    /** Fails if a call that waits for another thread returns, even interrupted; then ends it in the one way left. */
    void assertNeverReturns(BackgroundCall<?> call) throws Exception {
        awaitHeldUp(call.thread());
        assertOutlastsAWhile(call);
    }

    private void assertOutlastsAWhile(BackgroundCall<?> call) throws Exception {
        call.thread().interrupt();
        call.thread().join(A_WHILE.toMillis());
        assertFalse(call.isDone(), "it has returned");
        wire.socket().close();
        call.thread().join(Deadline.PATIENCE.toMillis());
        assertTrue(call.isDone(), "it goes on without a socket");
    }

    private static void awaitHeldUp(Thread thread) {
        Deadline deadline = Deadline.orElse(() -> thread + " waits for no other: " + thread.getState());
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.BLOCKED) {
            deadline.pause();
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
