// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.net.Socket;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The part of a socket that is settings: they are its engine's. */
abstract class ConfiguredSocket extends ForwardingSocket {
    private final NascentEngine nascent;
    private volatile @Nullable BiFunction<SSLSocket, List<String>, String> selector;

    ConfiguredSocket(Socket below, NascentEngine nascent) {
        super(below);
        this.nascent = nascent;
    }

    final NascentEngine nascent() {
        return nascent;
    }

    final SSLEngine engine() {
        return nascent.engine();
    }

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

    @Override
    public @Nullable BiFunction<SSLSocket, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return selector;
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(@Nullable BiFunction<SSLSocket, List<String>, String> wanted) {
        selector = wanted;
        BiFunction<SSLEngine, List<String>, String> ours =
                wanted == null ? null : (engine, offered) -> wanted.apply(this, offered);
        nascent.tell(engine -> engine.setHandshakeApplicationProtocolSelector(ours));
    }
}
