// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** Accepts sockets that have its settings: those of an engine that never shakes hands. */
final class FacadeServerSocket extends SSLServerSocket {
    private final Terms terms;
    private final NascentEngine nascent;

    /** Not bound yet. */
    FacadeServerSocket(Terms terms) throws IOException {
        this.terms = terms;
        this.nascent = new NascentEngine(terms, Side.SERVER, Optional.empty());
    }

    /** Nobody has named those who come: in client mode, as for an FTP client's data, no host name is checked. */
    @Override
    public Socket accept() throws IOException {
        Socket own = super.accept();
        try {
            return FacadeSocket.over(own, terms, nascent.copy());
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    // Settings

    private SSLEngine engine() {
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
    public String toString() {
        return "TLS " + nascent.endpoint() + " over " + super.toString();
    }
}
