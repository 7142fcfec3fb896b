// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Vector;
import javax.net.ssl.SNIServerName;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsContext;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake has come to, or how far it is. A copy: bctls wipes the original when the handshake is complete
 * ({@code SecurityParameters.clear}).
 *
 * @param protocol by its standard name
 * @param cipherSuite by its standard name
 * @param sessionId empty in TLS 1.3
 * @param localChain empty if we showed no certificate
 * @param peerChain empty if the peer showed no certificate
 * @param applicationProtocol empty if none was chosen
 * @param serverNames what the client asked for
 * @param peerSchemes what the peer can verify
 */
record Negotiated(
        String protocol,
        String cipherSuite,
        ByteBuffer sessionId,
        List<X509Certificate> localChain,
        List<X509Certificate> peerChain,
        String applicationProtocol,
        List<SNIServerName> serverNames,
        List<Scheme> peerSchemes) {

    static final Negotiated NOTHING = new Negotiated(
            "NONE", CipherSuites.NONE, ByteBuffer.allocate(0), List.of(), List.of(), "", List.of(), List.of());

    /** Whether protocol and cipher suite have been chosen. */
    static boolean isKnownIn(TlsContext context) {
        SecurityParameters parameters = context.getSecurityParameters();
        return parameters != null && parameters.getNegotiatedVersion() != null;
    }

    static Negotiated in(TlsContext context) {
        return in(context, null);
    }

    /** @param resumed the session that is resumed, whose certificates were not shown again; null for a new one */
    static Negotiated in(TlsContext context, @Nullable SessionParameters resumed) {
        SecurityParameters parameters = context.getSecurityParameters();
        byte[] id = parameters.getSessionID();
        return new Negotiated(
                ProtocolNames.nameOf(parameters.getNegotiatedVersion()),
                CipherSuites.nameOf(parameters.getCipherSuite()),
                ByteBuffer.wrap(id == null ? new byte[0] : id.clone()),
                Certificates.ofJca(resumed == null ? parameters.getLocalCertificate() : resumed.getLocalCertificate()),
                Certificates.ofJca(resumed == null ? parameters.getPeerCertificate() : resumed.getPeerCertificate()),
                Names.applicationProtocol(parameters.getApplicationProtocol()),
                Names.serverNames(parameters.getClientServerNames()),
                Scheme.among(ofPeersCertificates(context, parameters), List.of(Scheme.values())));
    }

    /**
     * By what the peer takes certificates to be signed (RFC 8446 section 4.2.3), which is what key managers look for here:
     * in TLS 1.3, signature_algorithms need not name PKCS #1, by which most RSA keys' certificates are signed.
     */
    private static @Nullable Vector<?> ofPeersCertificates(TlsContext context, SecurityParameters parameters) {
        boolean isServer = context.isServer();
        Vector<?> named = isServer ? parameters.getClientSigAlgsCert() : parameters.getServerSigAlgsCert();
        if (named != null) {
            return named;
        }
        return isServer ? parameters.getClientSigAlgs() : parameters.getServerSigAlgs();
    }
}
