// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A contract engine (rules E1 to E10) that learns which side it is from {@code setUseClientMode} (rule S7). */
final class FacadeEngine extends ForwardingEngine {
    private final Terms terms;
    private volatile @Nullable SSLEngine begun;
    private volatile @Nullable BiFunction<SSLEngine, List<String>, String> selector;

    FacadeEngine(Terms terms) {
        super(new NascentEngine(terms, null, Optional.empty()), null, -1);
        this.terms = terms;
    }

    /** @param host null if not known, which means that no name is checked */
    FacadeEngine(Terms terms, @Nullable String host, int port) {
        super(new NascentEngine(terms, null, Peer.named(host, port)), host, port);
        this.terms = terms;
    }

    private SSLEngine begun() {
        SSLEngine known = begun;
        if (known == null) {
            known = nascent().begin();
            begun = known;
        }
        return known;
    }

    @Override
    public void beginHandshake() throws SSLException {
        begun().beginHandshake();
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        return noted(begun().unwrap(src, dsts, offset, length));
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        return noted(begun().wrap(srcs, offset, length, dst));
    }

    private SSLEngineResult noted(SSLEngineResult result) {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            terms.sessions(Side.of(engine())).note(getSession());
        }
        return result;
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return selector;
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(@Nullable BiFunction<SSLEngine, List<String>, String> wanted) {
        selector = wanted;
        BiFunction<SSLEngine, List<String>, String> ours =
                wanted == null ? null : (theirs, offered) -> wanted.apply(this, offered);
        nascent().tell(engine -> engine.setHandshakeApplicationProtocolSelector(ours));
    }

    @Override
    public String toString() {
        return String.valueOf(engine());
    }
}
