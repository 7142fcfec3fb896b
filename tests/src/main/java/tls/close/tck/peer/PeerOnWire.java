// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.FarEnd;

/**
 * A {@link ScriptedPeer} that speaks and hears over the far end of a wire.
 *
 * <p>It moves bytes only within its methods, and each of these ends at a {@link Deadline}: what it said last is on the
 * wire when the method returns, what the near end says is heard when a test expects something. With a near end that
 * blocks, one of the two needs a thread of its own: {@link BackgroundCall} is that of the near end.
 */
public final class PeerOnWire {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ScriptedPeer peer;
    private final FarEnd far;
    private int expectedData;

    /**
     * Brings a peer to a wire.
     *
     * @param peer who speaks and hears
     * @param far where
     */
    public PeerOnWire(ScriptedPeer peer, FarEnd far) {
        this.peer = peer;
        this.far = far;
    }

    /**
     * What the peer heard so far.
     *
     * @return the peer
     */
    public ScriptedPeer peer() {
        return peer;
    }

    /**
     * The wire, for what is not TLS.
     *
     * @return the end that the peer uses
     */
    public FarEnd far() {
        return far;
    }

    /**
     * Moves what is there, in both directions, without waiting.
     *
     * @return whether there was anything
     * @throws IOException if the wire fails
     */
    public boolean pump() throws IOException {
        byte[] heard = far.receive();
        peer.offer(heard);
        byte[] answer = peer.take();
        if (answer.length > 0) {
            far.send(answer);
        }
        return heard.length + answer.length > 0;
    }

    /**
     * Performs the handshake with a near end that blocks. One that doesn't can {@link #alternate}, and then the peer
     * can {@link #expectHandshake}.
     *
     * @param nearEnd the near end's handshake; it is called in a thread of its own
     * @throws Exception what the near end throws
     */
    public void handshake(BackgroundCall.Action nearEnd) throws Exception {
        BackgroundCall<?> call = BackgroundCall.run(nearEnd);
        alternate(call::isDone);
        call.result();
        expectHandshake();
    }

    /**
     * Waits until the handshake is complete, if it is not yet.
     *
     * @throws IOException if the wire fails
     */
    public void expectHandshake() throws IOException {
        pumpUntil("The handshake is not complete", peer::isHandshakeComplete);
    }

    /**
     * Alternates with a near end that doesn't block, in this thread, until it is done.
     *
     * @param nearEnd goes on as far as it can
     * @throws IOException what the near end throws, or if the wire fails
     */
    public void alternate(Step nearEnd) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "The near end is not done; the peer: " + peer);
        while (!nearEnd.advance()) {
            deadline.remaining();
            if (!pump()) {
                far.awaitInput(MOMENT);
            }
        }
        pump();
    }

    /**
     * Says something, in one segment.
     *
     * @param messages what to say, in this order
     * @throws IOException if the peer cannot say this, or the wire fails
     */
    public void send(PeerMessage... messages) throws IOException {
        far.send(peer.say(messages));
    }

    /**
     * Says something, each byte in a segment of its own.
     *
     * @param messages what to say, in this order
     * @throws IOException if the peer cannot say this, or the wire fails
     */
    public void sendOneByOne(PeerMessage... messages) throws IOException {
        far.sendOneByOne(peer.say(messages));
    }

    /**
     * Waits for the first close_notify of the near end, if it has not come yet.
     *
     * @throws IOException if the wire fails
     */
    public void expectCloseNotify() throws IOException {
        pumpUntil("No close_notify came", () -> peer.closeNotifies() > 0);
    }

    /**
     * Waits for an alert of the near end, if it has not come yet.
     *
     * @param alert level and description
     * @throws IOException if the wire fails
     */
    public void expectAlert(Alert alert) throws IOException {
        pumpUntil("No " + alert + " came", () -> peer.alerts().contains(alert));
    }

    /**
     * Waits for application data of the near end that was not yet expected.
     *
     * @param bytes what should come
     * @throws IOException if the wire fails
     */
    public void expectData(byte... bytes) throws IOException {
        int end = expectedData + bytes.length;
        pumpUntil("Less data came than " + end + " bytes", () -> peer.dataLength() >= end);
        byte[] came = Arrays.copyOfRange(peer.data(), expectedData, end);
        if (!Arrays.equals(bytes, came)) {
            throw new AssertionError("Other data came than expected, from byte " + expectedData + " + "
                    + Arrays.mismatch(bytes, came) + " on");
        }
        expectedData = end;
    }

    /**
     * Waits for application data of the near end that was not yet expected.
     *
     * @param text what should come, in UTF-8
     * @throws IOException if the wire fails
     */
    public void expectData(String text) throws IOException {
        expectData(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Waits for what the near end says after its close_notify, which must be
     * {@link AfterCloseNotify#PLAINTEXT}.
     *
     * @param text what should come, in UTF-8
     * @throws IOException if the wire fails
     */
    public void expectPlaintext(String text) throws IOException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        pumpUntil("Less plaintext came than: " + text, () -> peer.surplus().length >= length);
        String came = new String(peer.takeSurplus(length), StandardCharsets.UTF_8);
        if (!came.equals(text)) {
            throw new AssertionError("Expected the plaintext " + text + " and got " + came);
        }
    }

    /**
     * Waits until the near end has ended its side of the wire.
     *
     * @throws IOException if the wire fails
     */
    public void expectEnd() throws IOException {
        pumpUntil("The near end's transport did not end", far::isAtEnd);
    }

    private void pumpUntil(String missing, BooleanSupplier reached) throws IOException {
        Deadline deadline = Deadline.orElse(() -> missing + "; the peer: " + peer);
        pump();
        while (!reached.getAsBoolean()) {
            if (far.isAtEnd()) {
                throw new AssertionError(missing + ", but the end of the wire; the peer: " + peer);
            }
            deadline.remaining();
            far.awaitInput(MOMENT);
            pump();
        }
    }

    /** What a near end that doesn't block does again and again. */
    @FunctionalInterface
    public interface Step {
        /**
         * Goes on as far as it can.
         *
         * @return whether it is done
         * @throws IOException if it failed
         */
        boolean advance() throws IOException;
    }
}
