// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;

/** Copies and checks of {@link SSLParameters}, which are mutable and have no copy of their own. */
final class Parameters {
    /** RFC 7301 section 3.1: a name of 1 to 255 bytes. */
    private static final int LONGEST_APPLICATION_PROTOCOL = 255;

    private Parameters() {}

    static SSLParameters copy(SSLParameters from) {
        SSLParameters copy = new SSLParameters(from.getCipherSuites(), from.getProtocols());
        if (from.getNeedClientAuth()) {
            copy.setNeedClientAuth(true);
        } else {
            copy.setWantClientAuth(from.getWantClientAuth());
        }
        copy.setAlgorithmConstraints(from.getAlgorithmConstraints());
        copy.setEndpointIdentificationAlgorithm(from.getEndpointIdentificationAlgorithm());
        if (from.getServerNames() != null) {
            copy.setServerNames(from.getServerNames());
        }
        if (from.getSNIMatchers() != null) {
            copy.setSNIMatchers(from.getSNIMatchers());
        }
        copy.setUseCipherSuitesOrder(from.getUseCipherSuitesOrder());
        copy.setApplicationProtocols(from.getApplicationProtocols());
        return copy;
    }

    /**
     * A copy with what is not set taken from the defaults.
     *
     * @throws IllegalArgumentException if something in it is not known here
     */
    static SSLParameters complete(SSLParameters wanted, SSLParameters defaults) {
        SSLParameters copy = copy(wanted);
        if (copy.getCipherSuites() == null) {
            copy.setCipherSuites(defaults.getCipherSuites());
        }
        if (copy.getProtocols() == null) {
            copy.setProtocols(defaults.getProtocols());
        }
        CipherSuites.require(copy.getCipherSuites());
        ProtocolNames.require(copy.getProtocols());
        for (String name : copy.getApplicationProtocols()) {
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_APPLICATION_PROTOCOL) {
                throw new IllegalArgumentException("an application protocol has at most " + LONGEST_APPLICATION_PROTOCOL
                        + " bytes, this has more: " + name);
            }
        }
        return copy;
    }
}
