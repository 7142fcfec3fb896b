// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Passes on to the engine of the moment all that needs no decision. */
abstract class ForwardingEngine extends SSLEngine {
    private final NascentEngine nascent;

    ForwardingEngine(NascentEngine nascent, @Nullable String host, int port) {
        super(host, port);
        this.nascent = nascent;
    }

    final NascentEngine nascent() {
        return nascent;
    }

    final SSLEngine engine() {
        return nascent.engine();
    }

    // The handshake

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return engine().getHandshakeStatus();
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return engine().getDelegatedTask();
    }

    @Override
    public SSLSession getSession() {
        return engine().getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return engine().getHandshakeSession();
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return engine().getApplicationProtocol();
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        return engine().getHandshakeApplicationProtocol();
    }

    // The end

    @Override
    public void closeInbound() throws SSLException {
        engine().closeInbound();
    }

    @Override
    public boolean isInboundDone() {
        return engine().isInboundDone();
    }

    @Override
    public void closeOutbound() {
        engine().closeOutbound();
    }

    @Override
    public boolean isOutboundDone() {
        return engine().isOutboundDone();
    }

    // Settings

    @Override
    public SSLParameters getSSLParameters() {
        return engine().getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters wanted) {
        nascent.tell(wanted);
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine().getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine().getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] names) {
        String[] copy = Given.names("cipher suites", names);
        nascent.tell(engine -> engine.setEnabledCipherSuites(copy));
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine().getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine().getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] names) {
        String[] copy = Given.names("protocols", names);
        nascent.tell(engine -> engine.setEnabledProtocols(copy));
    }

    @Override
    public boolean getUseClientMode() {
        return engine().getUseClientMode();
    }

    @Override
    public void setUseClientMode(boolean client) {
        nascent.useSide(Side.of(client));
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine().getNeedClientAuth();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        nascent.tell(engine -> engine.setNeedClientAuth(need));
    }

    @Override
    public boolean getWantClientAuth() {
        return engine().getWantClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        nascent.tell(engine -> engine.setWantClientAuth(want));
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine().getEnableSessionCreation();
    }

    @Override
    public void setEnableSessionCreation(boolean may) {
        nascent.tell(engine -> engine.setEnableSessionCreation(may));
    }
}
