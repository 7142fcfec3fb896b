// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The part of an {@code SSLEngine} that is settings. They count until the handshake begins. */
public abstract class ConfiguredEngine extends SSLEngine {
    private final SupportedNames supported;
    private volatile SSLParameters parameters;
    private volatile boolean client;
    private volatile boolean mayCreateSession = true;
    private volatile @Nullable BiFunction<SSLEngine, List<String>, String> applicationProtocolSelector;

    /**
     * An engine with the defaults.
     *
     * @param host the peer's, as a hint; null if not known
     * @param port the peer's, -1 if not known
     * @param client which side it is
     * @param supported what can be asked for
     */
    protected ConfiguredEngine(@Nullable String host, int port, boolean client, SupportedNames supported) {
        super(host, port);
        this.supported = supported;
        this.parameters = supported.defaults();
        this.client = client;
    }

    /**
     * Whether the settings have been used.
     *
     * @return true once the handshake has begun
     */
    protected abstract boolean hasBegun();

    @Override
    public SSLParameters getSSLParameters() {
        return SupportedNames.copy(parameters);
    }

    @Override
    public void setSSLParameters(SSLParameters wanted) {
        parameters = supported.over(parameters, wanted);
    }

    /**
     * The settings without a copy.
     *
     * @return not to be changed
     */
    public SSLParameters parameters() {
        return parameters;
    }

    /**
     * The settings without the protocols and cipher suites that algorithm constraints refuse: the application's own, and
     * those of the JDK's security properties.
     *
     * @return a copy; it may have no protocol or no cipher suite left
     */
    public SSLParameters permitted() {
        SSLParameters permitted = getSSLParameters();
        permitted.setProtocols(PermittedAlgorithms.among(permitted.getProtocols(), permitted));
        permitted.setCipherSuites(PermittedAlgorithms.among(permitted.getCipherSuites(), permitted));
        return permitted;
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
        return SupportedNames.PROTOCOLS.toArray(String[]::new);
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

    /**
     * The application's own choice among application protocols.
     *
     * @return empty if it has none
     */
    public Optional<BiFunction<SSLEngine, List<String>, String>> applicationProtocolSelector() {
        return Optional.ofNullable(applicationProtocolSelector);
    }
}
