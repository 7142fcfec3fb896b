// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** An engine that keeps the contract by asking another. */
abstract class ForwardingEngine extends SSLEngine {
    final SSLEngine good;

    ForwardingEngine(SSLEngine good) {
        super(good.getPeerHost(), good.getPeerPort());
        this.good = good;
    }

    @Override
    public void beginHandshake() throws SSLException {
        good.beginHandshake();
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        return good.unwrap(src, dsts, offset, length);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        return good.wrap(srcs, offset, length, dst);
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return good.getHandshakeStatus();
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return good.getDelegatedTask();
    }

    @Override
    public void closeInbound() throws SSLException {
        good.closeInbound();
    }

    @Override
    public boolean isInboundDone() {
        return good.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        good.closeOutbound();
    }

    @Override
    public boolean isOutboundDone() {
        return good.isOutboundDone();
    }

    @Override
    public SSLSession getSession() {
        return good.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return good.getHandshakeSession();
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return good.getApplicationProtocol();
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        return good.getHandshakeApplicationProtocol();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return good.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters wanted) {
        good.setSSLParameters(wanted);
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return good.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return good.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] names) {
        good.setEnabledCipherSuites(names);
    }

    @Override
    public String[] getSupportedProtocols() {
        return good.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return good.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] names) {
        good.setEnabledProtocols(names);
    }

    @Override
    public boolean getUseClientMode() {
        return good.getUseClientMode();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        good.setUseClientMode(mode);
    }

    @Override
    public boolean getNeedClientAuth() {
        return good.getNeedClientAuth();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        good.setNeedClientAuth(need);
    }

    @Override
    public boolean getWantClientAuth() {
        return good.getWantClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        good.setWantClientAuth(want);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return good.getEnableSessionCreation();
    }

    @Override
    public void setEnableSessionCreation(boolean may) {
        good.setEnableSessionCreation(may);
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return good.getHandshakeApplicationProtocolSelector();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(BiFunction<SSLEngine, List<String>, String> selector) {
        good.setHandshakeApplicationProtocolSelector(selector);
    }
}
