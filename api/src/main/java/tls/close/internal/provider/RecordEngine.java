// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The frame of an engine that keeps the engine contract (rules E1 to E10): what surrounds the backend's own steps. Each
 * {@code unwrap} takes one record.
 *
 * @param <S> how far it is, with the backend's transition table
 * @param <B> what does the work, from the begin of the handshake on
 */
public abstract class RecordEngine<S extends Standing, B> extends StandingEngine<S, B> {
    /** The length of a record's header (RFC 8446 section 5.1). */
    protected static final int HEADER = 5;

    /**
     * What is seen of a record before it is decrypted.
     *
     * @param size with its header
     * @param mostData how much application data it can hold
     */
    public record Preview(int size, int mostData) {}

    /**
     * An engine that has not begun.
     *
     * @param host the peer's, as a hint; null if not known
     * @param port the peer's, -1 if not known
     * @param client which side it is
     * @param supported what can be asked for
     * @param initial where the transition table begins
     */
    protected RecordEngine(@Nullable String host, int port, boolean client, SupportedNames supported, S initial) {
        super(host, port, client, supported, initial);
    }

    // What a backend does

    /**
     * Makes what does the work: the settings are known only now, when the handshake begins.
     *
     * @return with nothing done yet
     * @throws IOException if it can't
     */
    protected abstract B make() throws IOException;

    /**
     * Begins the handshake.
     *
     * @param backend just made
     * @throws IOException if the handshake has failed
     */
    protected abstract void begin(B backend) throws IOException;

    /**
     * Looks at the header of a record.
     *
     * @param backend what does the work
     * @param src at least a header, at its position, which stays as it is
     * @return what it says
     * @throws IOException if it is no header of a record
     */
    protected abstract Preview preview(B backend, ByteBuffer src) throws IOException;

    /**
     * Takes a record.
     *
     * @param backend what does the work
     * @param src the whole record, at its position
     * @param size of the record
     * @param targets with room for all the data there can be
     * @return what came of it
     * @throws IOException if it is refused
     */
    protected abstract SSLEngineResult take(B backend, ByteBuffer src, int size, Buffers targets) throws IOException;

    /**
     * Makes a record of data, or all that is ready of what the backend has to say by itself.
     *
     * @param backend what does the work
     * @param sources the data
     * @param dst where it goes
     * @return what came of it
     * @throws IOException if it can't
     */
    protected abstract SSLEngineResult say(B backend, Buffers sources, ByteBuffer dst) throws IOException;

    /**
     * Closes the output side, which is open, and makes the alert (rules E1, E7).
     *
     * @param backend what does the work; null if the handshake has not begun
     * @throws IOException if the alert can't be made; the side is closed all the same
     */
    protected abstract void closeOutput(@Nullable B backend) throws IOException;

    /** Closes the input side, which is open. */
    protected abstract void closeInput();

    /**
     * Closes both sides; what the failure leaves to say may be made.
     *
     * @param backend what does the work; null if the handshake has not begun
     * @param failure its own, or what the peer has done
     */
    protected abstract void fail(@Nullable B backend, IOException failure);

    /**
     * What an {@code SSLEngine} is expected to throw.
     *
     * @param failure the backend's, in words of its own
     * @return with the failure as its cause
     */
    protected SSLException translated(IOException failure) {
        return new SSLException(String.valueOf(failure.getMessage()), failure);
    }

    // Records

    @Override
    public final SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        Buffers targets = Buffers.targets(dsts, offset, length);
        if (src == null) {
            throw new IllegalArgumentException("src is null");
        }
        lock.lock();
        try {
            return state().isInputClosed() ? result(Status.CLOSED, 0, 0) : unwrap(begun(), src, targets);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private SSLEngineResult unwrap(B begun, ByteBuffer src, Buffers targets) throws IOException {
        if (src.remaining() < HEADER) {
            return result(Status.BUFFER_UNDERFLOW, 0, 0);
        }
        Preview preview = preview(begun, src);
        if (src.remaining() < preview.size()) {
            return result(Status.BUFFER_UNDERFLOW, 0, 0);
        }
        // How much a record of TLS 1.3 holds is seen only when it is decrypted: there has to be room for all it can.
        if (targets.remaining() < preview.mostData()) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        return take(begun, src, preview.size(), targets);
    }

    @Override
    public final SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        Buffers sources = Buffers.sources(srcs, offset, length);
        if (dst == null) {
            throw new IllegalArgumentException("dst is null");
        }
        if (dst.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        lock.lock();
        try {
            return state().isOutputClosed() ? result(Status.CLOSED, 0, 0) : say(begun(), sources, dst);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    // Beginning

    @Override
    public final void beginHandshake() throws SSLException {
        lock.lock();
        try {
            requireMayBegin();
            beginOrFail();
        } finally {
            lock.unlock();
        }
    }

    private void requireMayBegin() throws SSLException {
        if (state().isEstablished()) {
            throw new SSLException("there is no renegotiation that we ask for");
        }
        if (state().isOutputClosed()) {
            throw new SSLException("the engine has been closed");
        }
    }

    private void beginOrFail() throws SSLException {
        try {
            begun();
            settle();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private B begun() throws IOException {
        B begun = backend;
        if (begun == null) {
            begun = make();
            backend = begun;
            begin(begun);
        }
        return begun;
    }

    // Ending

    /** Rules E1, E7. */
    @Override
    public final void closeOutbound() {
        lock.lock();
        try {
            if (state().isOutputOpen()) {
                closeOutput(backend);
                settle();
            }
        } catch (IOException e) {
            failed(e); // The alert could not be made. There is nobody to tell here; the output is closed all the same.
        } finally {
            lock.unlock();
        }
    }

    /** Rule E4. */
    @Override
    public final void closeInbound() throws SSLException {
        lock.lock();
        try {
            if (state().isInputClosed()) {
                return;
            }
            boolean unused = !state().hasBegun();
            if (state().isHandshaking()) {
                closeOutbound();
            }
            closeInput();
            settle();
            if (!unused) {
                throw new SSLException("closed before the peer's close_notify: what was read may be incomplete");
            }
        } finally {
            lock.unlock();
        }
    }

    private SSLException failed(IOException e) {
        SSLException failure = e instanceof SSLException tls ? tls : translated(e);
        fail(backend, e);
        settle();
        return failure;
    }
}
