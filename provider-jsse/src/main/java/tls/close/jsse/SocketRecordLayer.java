// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.SessionScope;
import tls.close.jsse.Witness.Ration;
import tls.close.spi.NotTlsException;
import tls.close.spi.RecordLayer;

/** An {@code SSLSocket} on a blocking transport, with a {@link Witness} below it that knows how it ended. */
final class SocketRecordLayer implements RecordLayer {
    private static final int FRAGMENT = 1 << 14;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /**
     * What an {@code SSLSocket} puts into one record at most: in TLS 1.3 it adds padding and a type. Of more it would make
     * a second record, of a few bytes.
     *
     * @see <a href="https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/ssl/OutputRecord.java">
     *     OutputRecord.calculateFragmentSize</a>
     */
    private static final int MOST_IN_ONE_RECORD = FRAGMENT - 16 - 1;

    private final SSLSocket tls;
    private final Witness witness;
    private final ServerKeys keys;
    private final InputStream in;
    private final OutputStream out;
    private final SessionScope<SSLContext> scope;
    private volatile @Nullable SSLSession session;

    /** A byte that there was no room for. */
    private volatile ByteBuffer held = NOTHING;

    private final LastWord lastWord;

    /**
     * @param tls layered over the witness's socket, which it does not close
     * @param scope in which its sessions are kept
     */
    SocketRecordLayer(SSLSocket tls, Witness witness, ServerKeys keys, SessionScope<SSLContext> scope)
            throws IOException {
        this.tls = tls;
        this.witness = witness;
        this.keys = keys;
        this.in = tls.getInputStream();
        this.out = tls.getOutputStream();
        this.scope = scope;
        this.lastWord = witness.lastWord();
    }

    @Override
    public Step handshake() throws IOException {
        if (session != null) {
            return Step.TAKEN; // A later one is part of reading.
        }
        enterInput();
        Output answer = Output.FATAL_ALERT;
        try {
            shakeHands();
            answer = Output.CLOSE_NOTIFY;
        } catch (Pause e) {
            return e.step();
        } catch (IOException e) {
            Step step = failed(e);
            answer = step == Step.CLOSE_NOTIFY ? witness.output().answer() : answer;
            return step;
        } finally {
            leaveInput(answer);
        }
        if (tls.isInputShutdown()) {
            return Step.CLOSE_NOTIFY; // SSLSocketImpl.readHandshakeRecord returns quietly when the peer has canceled.
        }
        if (witness.output().hasFailed()) {
            return Step.WANT_FLUSH; // The last flight has not gone out.
        }
        SSLSession made = tls.getSession();
        scope.note(made);
        keys.forget(tls);
        session = made;
        witness.output().endHandshake();
        witness.ration(Ration.THIS_RECORD);
        if (made.getProtocol().equals("TLSv1.3")) {
            witness.readTogether();
            if (tls.getUseClientMode()) {
                witness.count(new Tickets());
            }
        }
        return Step.TAKEN;
    }

    private void shakeHands() throws IOException {
        witness.output().enterHandshake();
        try {
            tls.startHandshake();
        } finally {
            witness.output().leaveHandshake();
        }
    }

    /** An {@code SSLSocket} reads only if it is asked for at least one byte. */
    @Override
    public Step read(ByteBuffer dst) throws IOException {
        if (!dst.hasRemaining() && !holdsData()) {
            ByteBuffer one = ByteBuffer.allocate(1);
            Step step = readInto(one);
            held = one.flip();
            return step;
        }
        ByteBuffer first = held;
        if (first.hasRemaining() && dst.hasRemaining()) {
            dst.put(first.get());
            held = NOTHING;
            return Step.TAKEN;
        }
        return dst.hasRemaining() ? readInto(dst) : Step.TAKEN;
    }

    private Step readInto(ByteBuffer dst) throws IOException {
        byte[] bytes = dst.hasArray() ? dst.array() : new byte[Math.min(dst.remaining(), FRAGMENT)];
        int offset = dst.hasArray() ? dst.arrayOffset() + dst.position() : 0;
        int length = Math.min(dst.remaining(), bytes.length - offset);
        witness.ration(Ration.ONE_RECORD);
        int count;
        Output answer = Output.FATAL_ALERT;
        enterInput();
        try {
            count = in.read(bytes, offset, length);
            answer = Output.CLOSE_NOTIFY; // In TLS 1.2, if that is what it has met.
        } catch (Pause e) {
            return e.step();
        } catch (IOException e) {
            Step step = failed(e);
            answer = step == Step.CLOSE_NOTIFY ? witness.output().answer() : answer;
            return step;
        } finally {
            leaveInput(answer);
        }
        if (count < 0) {
            return Step.CLOSE_NOTIFY;
        }
        if (dst.hasArray()) {
            dst.position(dst.position() + count);
        } else {
            dst.put(bytes, 0, count);
        }
        return Step.TAKEN;
    }

    @Override
    public Step write(ByteBuffer src) throws IOException {
        witness.output().check();
        if (hasEnded() || !src.hasRemaining()) {
            return Step.TAKEN;
        }
        byte[] bytes = new byte[0];
        int offset = 0;
        int length = Math.min(src.remaining(), MOST_IN_ONE_RECORD);
        if (src.hasArray()) {
            bytes = src.array();
            offset = src.arrayOffset() + src.position();
        } else {
            bytes = new byte[length];
            src.get(src.position(), bytes);
        }
        witness.enter();
        try {
            out.write(bytes, offset, length);
        } catch (SocketException e) {
            witness.output().check();
            if (hasEnded()) {
                return Step.TAKEN; // The reader has just met a close_notify, and the socket has answered it.
            }
            throw e;
        } catch (IOException e) {
            throw transportsOwn(e);
        } finally {
            witness.leave();
        }
        witness.output().check();
        src.position(src.position() + length);
        return Step.TAKEN;
    }

    @Override
    public Step flush() throws IOException {
        witness.output().check();
        return Step.TAKEN;
    }

    @Override
    public void closeOutput() throws IOException {
        witness.enter();
        lastWord.beginClosing();
        try {
            // Not close(): in TLS 1.3 that would send user_canceled first, and would not wait.
            tls.shutdownOutput();
        } finally {
            lastWord.endClosing();
            witness.leave();
        }
        lastWord.await();
        witness.output().check();
    }

    @Override
    public boolean hasOutput() {
        return false; // What a handshake keeps back leaves with it, or ahead of a goodbye.
    }

    @Override
    public boolean owesAnswer() {
        return false; // It answers while it reads.
    }

    @Override
    public Output output() {
        Output output = lastWord.output(tls.isOutputShutdown());
        return output != Output.OPEN && witness.output().hasFailed()
                ? Output.SILENCE
                : output; // An SSLSocket only logs that.
    }

    @Override
    public int heldData() {
        try {
            return held.remaining() + in.available();
        } catch (IOException e) {
            return held.remaining(); // Closed or failed: there is nothing to be had.
        }
    }

    @Override
    public int cutAfter() {
        return witness.cutAfter();
    }

    /** Before there is one, an engine's that will not be used: the socket's own would wait for the handshake. */
    @Override
    public SSLSession session() {
        SSLSession known = session;
        return known == null ? scope.keeper().createSSLEngine().getSession() : known;
    }

    @Override
    public String applicationProtocol() {
        String chosen = tls.getApplicationProtocol();
        return chosen == null ? "" : chosen;
    }

    /** An {@code SSLSocket} is Java all through: it is the garbage collector's. */
    @Override
    public void release() {}

    /** Whether the output has; then it is known how. */
    private boolean hasEnded() {
        boolean isShut = tls.isOutputShutdown();
        if (isShut) {
            lastWord.await();
        }
        return isShut;
    }

    private void enterInput() {
        witness.enter();
        lastWord.beginReading();
    }

    private void leaveInput(Output answer) {
        lastWord.endReading(tls.isOutputShutdown(), answer);
        witness.leave();
    }

    /** An end that is no -1: of the transport in a handshake, of TLS, or the transport's own exception. */
    private Step failed(IOException e) throws IOException {
        if (witness.hasSeenTheEnd()) {
            return Step.END_OF_TRANSPORT;
        }
        if (witness.hasSeenStrayBytes()) {
            throw new NotTlsException(witness.strayBytes());
        }
        if (!(e instanceof SSLException tlsOwn)) {
            throw transportsOwn(e);
        }
        if (ReceivedAlert.isCloseNotify(tlsOwn)) {
            return Step.CLOSE_NOTIFY;
        }
        throw Wording.of(keys.explained(tlsOwn, tls));
    }

    private IOException transportsOwn(IOException e) throws IOException {
        witness.checkInput();
        if (!(e instanceof InterruptedIOException)) {
            witness.output().check();
        }
        return e;
    }
}
