// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Has settings and nothing else. */
final class SilentEngine extends ConfiguredEngine {
    boolean begun;

    @Nullable
    SSLSession handshakeSession;

    /** The last of the suites is none of those enabled. */
    SilentEngine(@Nullable String host, int port, List<String> suites) {
        super(host, port, true, new SupportedNames("stub", suites, suites.subList(0, suites.size() - 1)));
    }

    @Override
    protected boolean hasBegun() {
        return begun;
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return handshakeSession;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) {
        throw new AssertionError("nothing is said");
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) {
        throw new AssertionError("nothing is heard");
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return null;
    }

    @Override
    public void closeInbound() {}

    @Override
    public boolean isInboundDone() {
        return false;
    }

    @Override
    public void closeOutbound() {}

    @Override
    public boolean isOutboundDone() {
        return false;
    }

    @Override
    public SSLSession getSession() {
        throw new AssertionError("there is none");
    }

    @Override
    public void beginHandshake() {}

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return HandshakeStatus.NOT_HANDSHAKING;
    }
}
