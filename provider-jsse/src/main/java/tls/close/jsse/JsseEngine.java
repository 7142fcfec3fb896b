// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.SessionScope;
import tls.close.internal.provider.SessionScopes;
import tls.close.internal.provider.SessionTerms;

/**
 * The JDK's engine, in whose place another one steps when the handshake begins: with the same settings, and the sessions
 * that may be resumed under them (rule 12.5). Which ones these are is known only then.
 */
final class JsseEngine extends SSLEngine {
    private static final ByteBuffer FORGED = ByteBuffer.wrap(new byte[5 + 32]).put(0, new byte[] {23, 3, 3, 0, 32});

    private final SessionScopes<SSLContext> scopes;
    private final ServerKeys keys;

    /** Holds while settings are made and while they are taken over; the JDK's engine has a lock for the rest. */
    private final ReentrantLock settings = new ReentrantLock();

    private volatile SSLEngine jdk;
    private volatile @Nullable SessionScope<SSLContext> scope;
    private volatile @Nullable Tickets tickets;
    private volatile @Nullable BiFunction<SSLEngine, List<String>, String> applicationProtocolSelector;

    /** @param jdk has the settings to begin with, and never shakes hands */
    JsseEngine(SSLEngine jdk, SessionScopes<SSLContext> scopes, ServerKeys keys) {
        super(jdk.getPeerHost(), jdk.getPeerPort());
        this.jdk = jdk;
        this.scopes = scopes;
        this.keys = keys;
    }

    // The handshake

    @Override
    public void beginHandshake() throws SSLException {
        begun().beginHandshake();
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        try {
            SSLEngineResult result = noted(begun().unwrap(src, dsts, offset, length));
            Tickets counted = tickets;
            if (counted != null && result.bytesConsumed() > 0 && result.bytesProduced() == 0) {
                count(counted, result.bytesConsumed());
            }
            return result;
        } catch (SSLException e) {
            throw Wording.of(keys.explained(e, jdk));
        }
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        try {
            return noted(begun().wrap(srcs, offset, length, dst));
        } catch (SSLException e) {
            throw Wording.of(keys.explained(e, jdk));
        }
    }

    /** An engine refuses nothing because it was asked to, but a record that is forged. */
    private void count(Tickets counted, int length) throws SSLException {
        try {
            counted.count(length);
        } catch (SSLException e) {
            try {
                jdk.unwrap(
                        FORGED.duplicate(), ByteBuffer.allocate(jdk.getSession().getApplicationBufferSize()));
            } catch (SSLException expected) {
                e.addSuppressed(expected);
            }
            throw e;
        }
    }

    private SSLEngine begun() {
        if (scope != null) {
            return jdk;
        }
        settings.lock();
        try {
            SSLEngine configured = jdk;
            if (scope == null && !configured.isOutboundDone() && !configured.isInboundDone()) {
                SSLParameters parameters = configured.getSSLParameters();
                SessionScope<SSLContext> chosen = scopes.of(SessionTerms.of(configured, parameters));
                jdk = successor(chosen.keeper(), configured, parameters);
                scope = chosen;
            }
            return jdk;
        } finally {
            settings.unlock();
        }
    }

    private SSLEngine successor(SSLContext context, SSLEngine configured, SSLParameters parameters) {
        String host = getPeerHost();
        SSLEngine engine = host == null ? context.createSSLEngine() : context.createSSLEngine(host, getPeerPort());
        engine.setUseClientMode(configured.getUseClientMode());
        engine.setEnableSessionCreation(configured.getEnableSessionCreation());
        if (Arrays.equals(parameters.getCipherSuites(), engine.getEnabledCipherSuites())) {
            parameters.setCipherSuites(null); // Or it would keep a list of them that is its own, as long as it lives.
        }
        engine.setSSLParameters(configured.getUseClientMode() ? parameters : AnyServerName.notedBy(parameters));
        engine.setHandshakeApplicationProtocolSelector(configured.getHandshakeApplicationProtocolSelector());
        return engine;
    }

    /** A ticket finishes something too, but brings no other peer. */
    private SSLEngineResult noted(SSLEngineResult result) {
        SessionScope<SSLContext> kept = scope;
        if (kept != null && tickets == null && result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            SSLSession session = jdk.getSession();
            kept.note(session);
            keys.forget(jdk);
            if (jdk.getUseClientMode() && session.getProtocol().equals("TLSv1.3")) {
                tickets = new Tickets();
            }
        }
        return result;
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return jdk.getHandshakeStatus();
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return jdk.getDelegatedTask();
    }

    @Override
    public SSLSession getSession() {
        return jdk.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return jdk.getHandshakeSession();
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return jdk.getApplicationProtocol();
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        return jdk.getHandshakeApplicationProtocol();
    }

    // The end

    @Override
    public void closeInbound() throws SSLException {
        boolean held = holdUnlessBegun();
        try {
            jdk.closeInbound();
        } finally {
            letGo(held);
        }
    }

    @Override
    public boolean isInboundDone() {
        return jdk.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        boolean held = holdUnlessBegun();
        try {
            jdk.closeOutbound();
        } finally {
            letGo(held);
        }
    }

    /**
     * While one is closed that has not begun, nobody puts another into its place. Not later: a callback of the handshake,
     * for which closing may have to wait, may be at the settings.
     */
    private boolean holdUnlessBegun() {
        if (scope != null) {
            return false;
        }
        settings.lock();
        boolean holds = scope == null;
        letGo(!holds);
        return holds;
    }

    private void letGo(boolean held) {
        if (held) {
            settings.unlock();
        }
    }

    @Override
    public boolean isOutboundDone() {
        return jdk.isOutboundDone();
    }

    // Settings

    private void set(Consumer<SSLEngine> setting) {
        settings.lock();
        try {
            setting.accept(jdk);
        } finally {
            settings.unlock();
        }
    }

    @Override
    public SSLParameters getSSLParameters() {
        return jdk.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters wanted) {
        set(engine -> engine.setSSLParameters(wanted));
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return jdk.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return jdk.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] names) {
        set(engine -> engine.setEnabledCipherSuites(names));
    }

    @Override
    public String[] getSupportedProtocols() {
        return jdk.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return jdk.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] names) {
        set(engine -> engine.setEnabledProtocols(names));
    }

    @Override
    public boolean getUseClientMode() {
        return jdk.getUseClientMode();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        set(engine -> engine.setUseClientMode(mode));
    }

    @Override
    public boolean getNeedClientAuth() {
        return jdk.getNeedClientAuth();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        set(engine -> engine.setNeedClientAuth(need));
    }

    @Override
    public boolean getWantClientAuth() {
        return jdk.getWantClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        set(engine -> engine.setWantClientAuth(want));
    }

    @Override
    public boolean getEnableSessionCreation() {
        return jdk.getEnableSessionCreation();
    }

    @Override
    public void setEnableSessionCreation(boolean may) {
        set(engine -> engine.setEnableSessionCreation(may));
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return applicationProtocolSelector;
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLEngine, List<String>, String> selector) {
        applicationProtocolSelector = selector;
        set(engine -> engine.setHandshakeApplicationProtocolSelector(
                selector == null ? null : (theirs, offered) -> selector.apply(this, offered)));
    }

    @Override
    public String toString() {
        return "jsse engine, " + getHandshakeStatus();
    }
}
