// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The part of an {@code SSLEngine} that is settings. They count until the handshake begins. */
abstract class ConfiguredEngine extends SSLEngine {
    private final Supported supported;
    private volatile SSLParameters parameters;
    private volatile boolean client;
    private volatile boolean mayCreateSession = true;
    private volatile @Nullable BiFunction<SSLEngine, List<String>, String> applicationProtocolSelector;

    ConfiguredEngine(@Nullable String host, int port, boolean client, Supported supported) {
        super(host, port);
        this.supported = supported;
        this.parameters = supported.defaults();
        this.client = client;
    }

    /** Whether the settings have been used. */
    abstract boolean hasBegun();

    @Override
    public SSLParameters getSSLParameters() {
        return Supported.copy(parameters);
    }

    @Override
    public void setSSLParameters(SSLParameters wanted) {
        parameters = supported.complete(wanted, parameters);
    }

    /** Without the copy. */
    SSLParameters parameters() {
        return parameters;
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return supported.cipherSuites().toArray(String[]::new);
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return parameters.getCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] names) {
        SSLParameters changed = getSSLParameters();
        changed.setCipherSuites(names);
        setSSLParameters(changed);
    }

    @Override
    public String[] getSupportedProtocols() {
        return Supported.PROTOCOLS.toArray(String[]::new);
    }

    @Override
    public String[] getEnabledProtocols() {
        return parameters.getProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] names) {
        SSLParameters changed = getSSLParameters();
        changed.setProtocols(names);
        setSSLParameters(changed);
    }

    @Override
    public boolean getUseClientMode() {
        return client;
    }

    @Override
    public void setUseClientMode(boolean mode) {
        if (hasBegun() && mode != client) {
            throw new IllegalArgumentException("the handshake has begun: too late to change the side");
        }
        client = mode;
    }

    @Override
    public boolean getNeedClientAuth() {
        return parameters.getNeedClientAuth();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        SSLParameters changed = getSSLParameters();
        changed.setNeedClientAuth(need);
        setSSLParameters(changed);
    }

    @Override
    public boolean getWantClientAuth() {
        return parameters.getWantClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        SSLParameters changed = getSSLParameters();
        changed.setWantClientAuth(want);
        setSSLParameters(changed);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return mayCreateSession;
    }

    @Override
    public void setEnableSessionCreation(boolean may) {
        mayCreateSession = may;
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return applicationProtocolSelector;
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLEngine, List<String>, String> selector) {
        applicationProtocolSelector = selector;
    }

    Optional<BiFunction<SSLEngine, List<String>, String>> applicationProtocolSelector() {
        return Optional.ofNullable(applicationProtocolSelector);
    }
}
