// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** An engine that breaks the engine contract in one chosen way; the rest of it does nothing. */
public class StubEngine extends SSLEngine {
    volatile HandshakeStatus handshakeStatus = HandshakeStatus.NOT_HANDSHAKING;
    Status status = Status.OK;
    boolean inboundDone;
    boolean outboundDone;
    Unwrapping unwrapping = (src, dst) -> {};
    Wrapping wrapping = dst -> {};
    Runnable closingOutbound = () -> {};
    int inboundClosed;
    int calls;

    @Nullable
    SSLSession session;

    /** What it does with a record. */
    interface Unwrapping {
        void accept(ByteBuffer src, ByteBuffer dst) throws SSLException;
    }

    /** What it says. */
    interface Wrapping {
        void accept(ByteBuffer dst) throws SSLException;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        calls++;
        int before = src.position();
        int room = dsts[offset].position();
        unwrapping.accept(src, dsts[offset]);
        return result(src.position() - before, dsts[offset].position() - room);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        calls++;
        int before = dst.position();
        wrapping.accept(dst);
        return result(0, dst.position() - before);
    }

    private SSLEngineResult result(int consumed, int produced) {
        return new SSLEngineResult(status, handshakeStatus, consumed, produced);
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return handshakeStatus;
    }

    @Override
    public boolean isInboundDone() {
        return inboundDone;
    }

    @Override
    public boolean isOutboundDone() {
        return outboundDone;
    }

    @Override
    public SSLSession getSession() {
        try {
            if (session == null) {
                session = SSLContext.getDefault().createSSLEngine().getSession();
            }
            return session;
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return null;
    }

    @Override
    public void closeInbound() throws SSLException {
        inboundClosed++;
    }

    @Override
    public void closeOutbound() {
        closingOutbound.run();
    }

    @Override
    public void beginHandshake() {}

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return new String[0];
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {}

    @Override
    public String[] getSupportedProtocols() {
        return new String[0];
    }

    @Override
    public String[] getEnabledProtocols() {
        return new String[0];
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {}

    @Override
    public void setUseClientMode(boolean mode) {}

    @Override
    public boolean getUseClientMode() {
        return true;
    }

    @Override
    public void setNeedClientAuth(boolean need) {}

    @Override
    public boolean getNeedClientAuth() {
        return false;
    }

    @Override
    public void setWantClientAuth(boolean want) {}

    @Override
    public boolean getWantClientAuth() {
        return false;
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {}

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }
}
