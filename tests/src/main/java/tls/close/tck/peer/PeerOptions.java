// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.util.List;
import java.util.Optional;
import tls.close.tck.pki.Identity;

/**
 * What a scripted peer offers and wants in its handshake.
 *
 * @param versions the versions that it speaks
 * @param cipherSuites the names of its cipher suites, the best first; none for a modern few
 * @param identity what it presents: a server's certificate, or that of a client that is asked for one
 * @param clientAuth whether a server asks for a certificate
 * @param alpn the application protocols that it speaks, the best first
 * @param serverName the host name that a client asks for
 * @param afterCloseNotify what it takes the bytes for that follow the near end's close_notify
 * @param renegotiationInfo whether it knows RFC 5746
 */
public record PeerOptions(
        List<TlsVersion> versions,
        List<String> cipherSuites,
        Optional<Identity> identity,
        ClientAuth clientAuth,
        List<String> alpn,
        Optional<String> serverName,
        AfterCloseNotify afterCloseNotify,
        RenegotiationInfo renegotiationInfo) {

    /**
     * Makes options.
     *
     * @param versions the versions that it speaks
     * @param cipherSuites the names of its cipher suites, the best first; none for a modern few
     * @param identity what it presents
     * @param clientAuth whether a server asks for a certificate
     * @param alpn the application protocols that it speaks, the best first
     * @param serverName the host name that a client asks for
     * @param afterCloseNotify what it takes the bytes for that follow the near end's close_notify
     * @param renegotiationInfo whether it knows RFC 5746
     */
    public PeerOptions {
        versions = List.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
        alpn = List.copyOf(alpn);
    }

    /**
     * The plainest options.
     *
     * @param versions the versions that the peer speaks
     * @return options that ask for nothing in particular
     */
    public static PeerOptions of(TlsVersion... versions) {
        return new PeerOptions(
                List.of(versions),
                List.of(),
                Optional.empty(),
                ClientAuth.NONE,
                List.of(),
                Optional.empty(),
                AfterCloseNotify.RECORDS,
                RenegotiationInfo.SENT);
    }

    /**
     * Sets the cipher suites.
     *
     * @param names as in the registry, the best first
     * @return options that differ in this
     */
    public PeerOptions withCipherSuites(String... names) {
        return new PeerOptions(
                versions, List.of(names), identity, clientAuth, alpn, serverName, afterCloseNotify, renegotiationInfo);
    }

    /**
     * Sets what the peer presents.
     *
     * @param presented a key and its certificate
     * @return options that differ in this
     */
    public PeerOptions withIdentity(Identity presented) {
        return new PeerOptions(
                versions,
                cipherSuites,
                Optional.of(presented),
                clientAuth,
                alpn,
                serverName,
                afterCloseNotify,
                renegotiationInfo);
    }

    /**
     * Sets whether a server asks for a certificate.
     *
     * @param wanted whether it asks, and insists
     * @return options that differ in this
     */
    public PeerOptions withClientAuth(ClientAuth wanted) {
        return new PeerOptions(
                versions, cipherSuites, identity, wanted, alpn, serverName, afterCloseNotify, renegotiationInfo);
    }

    /**
     * Sets the application protocols.
     *
     * @param protocols the names, the best first
     * @return options that differ in this
     */
    public PeerOptions withAlpn(String... protocols) {
        return new PeerOptions(
                versions,
                cipherSuites,
                identity,
                clientAuth,
                List.of(protocols),
                serverName,
                afterCloseNotify,
                renegotiationInfo);
    }

    /**
     * Sets the host name that a client asks for.
     *
     * @param name a DNS name
     * @return options that differ in this
     */
    public PeerOptions withServerName(String name) {
        return new PeerOptions(
                versions,
                cipherSuites,
                identity,
                clientAuth,
                alpn,
                Optional.of(name),
                afterCloseNotify,
                renegotiationInfo);
    }

    /**
     * Sets what follows the near end's close_notify.
     *
     * @param meaning what the peer takes these bytes for
     * @return options that differ in this
     */
    public PeerOptions withAfterCloseNotify(AfterCloseNotify meaning) {
        return new PeerOptions(
                versions, cipherSuites, identity, clientAuth, alpn, serverName, meaning, renegotiationInfo);
    }

    /**
     * Sets whether the peer knows RFC 5746.
     *
     * @param wanted whether it says so
     * @return options that differ in this
     */
    public PeerOptions withRenegotiationInfo(RenegotiationInfo wanted) {
        return new PeerOptions(
                versions, cipherSuites, identity, clientAuth, alpn, serverName, afterCloseNotify, wanted);
    }
}
