// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.conscrypt.AllocatedBuffer;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.Buffers;
import tls.close.internal.provider.SessionScope;

/**
 * Conscrypt's engine from the begin of its handshake on, with what it holds outside the heap: memory and two file
 * descriptors. It frees them when both its sides are closed and all that it had to say was taken. Here that is so after
 * {@link #release}, and after {@code owner} was forgotten. It has no reference to its owner, which would never be
 * forgotten otherwise.
 *
 * @see <a href="https://github.com/google/conscrypt/blob/master/common/src/main/java/org/conscrypt/ConscryptEngine.java">
 *     ConscryptEngine.freeIfDone</a>
 */
final class NativeEngine {
    /** BoringSSL hands over through a pair of buffers of this size each, and Conscrypt all that is in one, or nothing. */
    static final int MOST_OUTPUT = 17 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final ByteBuffer[] NO_BUFFERS = {};
    private static final String NO_PROTOCOL = "NONE";
    private static final Cleaner CLEANER = Cleaner.create();
    private static final Population POPULATION = new Population(System::gc);

    private static final ThreadLocal<@Nullable ContractEngine> CURRENT = new ThreadLocal<>();

    private final SSLEngine conscrypt;
    private final Cleaner.Cleanable resources;
    private final SessionScope<?> scope;

    /** Calls of Conscrypt's that this is in: more than one when a key manager or trust manager called us back. */
    private int depth;

    private boolean released;

    /** One of Conscrypt's, without settings. */
    static SSLEngine make(Supplier<SSLEngine> make) throws SSLException {
        try {
            return POPULATION.orAfterCollection(make);
        } catch (RuntimeException e) {
            throw new SSLException(
                    "no native resources are left for another engine: " + Wording.of(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /**
     * @param owner whose settings were applied to {@code conscrypt}
     * @param scope what keeps its session
     */
    NativeEngine(ContractEngine owner, SSLEngine conscrypt, SessionScope<?> scope) {
        this.conscrypt = conscrypt;
        this.scope = scope;
        this.resources = CLEANER.register(owner, () -> free(conscrypt));
        POPULATION.born();
    }

    /**
     * The engine that is at work in this thread. Conscrypt shows its own one to key managers, trust managers and
     * selectors; that one has the name of SNI for the host, and no session that could be asked all.
     */
    static ContractEngine current() {
        ContractEngine current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("called by Conscrypt, but by none of our engines");
        }
        return current;
    }

    // While an engine is at work

    void begin(ContractEngine owner) throws SSLException {
        showing(owner, this::beginHandshake);
    }

    /**
     * Consumes a record without giving room for its data. That is how a close_notify only closes the input: Conscrypt
     * answers one that it meets while it has room.
     */
    SSLEngineResult take(ContractEngine owner, ByteBuffer record) throws SSLException {
        return owner.isEstablished() && Framing.isApplicationData(record)
                ? unwrap(record, NO_BUFFERS, 0, 0)
                : showing(owner, () -> unwrap(record, NO_BUFFERS, 0, 0));
    }

    /** The data of the record that was taken. */
    SSLEngineResult deliver(ContractEngine owner, Buffers targets) throws SSLException {
        return owner.isEstablished()
                ? takeData(NOTHING.duplicate(), targets)
                : showing(owner, () -> takeData(NOTHING.duplicate(), targets));
    }

    /**
     * Consumes a record of application data and hands out what it holds, in one call: where it cannot be a close_notify, or
     * nothing can be answered any more.
     */
    SSLEngineResult takeData(ByteBuffer record, Buffers targets) throws SSLException {
        return unwrap(record, targets.array(), targets.offset(), targets.length());
    }

    /** Makes a record of data. */
    SSLEngineResult wrapData(Buffers sources, ByteBuffer target) throws SSLException {
        return wrap(sources.array(), sources.offset(), sources.length(), target);
    }

    /** Makes what it has to say by itself. */
    SSLEngineResult wrap(ContractEngine owner, ByteBuffer target) throws SSLException {
        return owner.isEstablished()
                ? wrap(NO_BUFFERS, 0, 0, target)
                : showing(owner, () -> wrap(NO_BUFFERS, 0, 0, target));
    }

    /**
     * Conscrypt throws at what is no record, but does not fail: neither does it end, nor has it an alert to say. At a record
     * that was forged it does.
     *
     * @see <a href="https://github.com/google/conscrypt/blob/master/common/src/main/java/org/conscrypt/SSLUtils.java">
     *     SSLUtils.getEncryptedPacketLength</a>
     */
    SSLException refuse(ContractEngine owner, String reason) {
        try {
            take(owner, Framing.forged());
            return new SSLException(reason);
        } catch (SSLException e) {
            return new SSLException(reason, e);
        }
    }

    private HandshakeStatus beginHandshake() throws SSLException {
        depth++;
        try {
            conscrypt.beginHandshake();
            return status();
        } catch (Exception e) {
            throw translated(e);
        } finally {
            leave();
        }
    }

    private SSLEngineResult unwrap(ByteBuffer record, ByteBuffer[] targets, int offset, int length)
            throws SSLException {
        depth++;
        try {
            return conscrypt.unwrap(record, targets, offset, length);
        } catch (Exception e) {
            throw translated(e);
        } finally {
            leave();
        }
    }

    private SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        depth++;
        try {
            return conscrypt.wrap(sources, offset, length, target);
        } catch (Exception e) {
            throw translated(e);
        } finally {
            leave();
        }
    }

    private void leave() {
        depth--;
        freeIfReleased();
    }

    /** What a trust manager threw comes as it is: JNI knows no checked exceptions. */
    private static SSLException translated(Exception e) {
        if (e instanceof SSLException tls) {
            return Wording.of(tls);
        }
        SSLException failure = new SSLHandshakeException(String.valueOf(e.getMessage()));
        failure.initCause(e);
        return failure;
    }

    private interface Step<T> {
        T take() throws SSLException;
    }

    /**
     * A step that may call back; after a handshake none does. Not for ever: a trust manager may well open a connection of
     * its own.
     */
    private static <T> T showing(ContractEngine owner, Step<T> step) throws SSLException {
        ContractEngine before = CURRENT.get();
        CURRENT.set(owner);
        try {
            return step.take();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    // How it stands

    HandshakeStatus status() {
        return conscrypt.getHandshakeStatus();
    }

    boolean isHandshaking() {
        return status() != HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Whether the last message of the handshake has come or was made; it may still have to be sent. */
    boolean isComplete() {
        return !conscrypt.getSession().getProtocol().equals(NO_PROTOCOL);
    }

    boolean hasMetCloseNotify() {
        return conscrypt.isInboundDone();
    }

    /** Conscrypt does not show in its handshake status that an alert is waiting. */
    boolean hasOutput() {
        return !conscrypt.isOutboundDone();
    }

    SessionScope<?> scope() {
        return scope;
    }

    SSLSession session() {
        return conscrypt.getSession();
    }

    @Nullable
    SSLSession handshakeSession() {
        return conscrypt.getHandshakeSession();
    }

    @Nullable
    String applicationProtocol() {
        return conscrypt.getApplicationProtocol();
    }

    // The end

    /** Makes the close_notify, unless the handshake is not complete: then nothing. */
    void closeOutbound() {
        conscrypt.closeOutbound();
    }

    /** May be called more than once. */
    void release() {
        released = true;
        freeIfReleased();
    }

    /** Not from a callback: {@code NativeSsl.close} would wait for the very call that this thread is in. */
    private void freeIfReleased() {
        if (released && depth == 0) {
            resources.clean();
        }
    }

    private static void free(SSLEngine conscrypt) {
        try {
            conscrypt.closeOutbound();
            if (!conscrypt.isOutboundDone()) {
                takeUnheard(conscrypt);
            }
            conscrypt.closeInbound();
        } catch (SSLException e) {
            // There is nobody to tell; Conscrypt's finalizer has another try.
        } finally {
            POPULATION.died();
        }
    }

    /** What nobody wants to hear has to be taken all the same. */
    private static void takeUnheard(SSLEngine conscrypt) throws SSLException {
        AllocatedBuffer bin = DirectBuffers.SHARED.allocateDirectBuffer(MOST_OUTPUT);
        try {
            SSLEngineResult taken;
            do {
                taken = conscrypt.wrap(NOTHING.duplicate(), bin.nioBuffer());
            } while (taken.bytesProduced() > 0 && !conscrypt.isOutboundDone());
        } finally {
            bin.release();
        }
    }
}
