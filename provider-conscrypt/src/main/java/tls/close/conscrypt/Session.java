// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionBindingEvent;
import javax.net.ssl.SSLSessionBindingListener;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.CertificateSignatures;

/**
 * What was negotiated, as it was then. Conscrypt's own session is a view of its engine: when that is freed, the view is
 * no longer valid and has lost our certificates, however the connection ended.
 *
 * @see <a href="https://github.com/google/conscrypt/blob/master/common/src/main/java/org/conscrypt/SessionSnapshot.java">
 *     SessionSnapshot</a>
 */
final class Session extends ExtendedSSLSession {
    static final String NO_CIPHER_SUITE = "SSL_NULL_WITH_NULL_NULL";

    private static final int LONGEST_FRAGMENT = 1 << 14;

    private final NegotiatedEngine engine;
    private final Map<String, Object> values;
    private final String protocol;
    private final String cipherSuite;
    private final byte[] id;
    private final List<Certificate> peerChain;
    private final List<Certificate> localChain;
    private final List<SNIServerName> serverNames;
    private final List<byte[]> statusResponses;
    private final List<String> peerAlgorithms;
    private final long created = System.currentTimeMillis();
    private final Optional<SSLSessionContext> context;
    private volatile boolean valid;

    /** Before there is one. */
    Session(NegotiatedEngine engine, Map<String, Object> values) {
        this.engine = engine;
        this.values = values;
        protocol = "NONE";
        cipherSuite = NO_CIPHER_SUITE;
        id = new byte[0];
        peerChain = List.of();
        localChain = List.of();
        context = Optional.empty();
        serverNames = List.of();
        statusResponses = List.of();
        peerAlgorithms = List.of();
    }

    /** @param now Conscrypt's, of which a copy is made */
    Session(NegotiatedEngine engine, Map<String, Object> values, SSLSession now) {
        this.engine = engine;
        this.values = values;
        cipherSuite = now.getCipherSuite();
        protocol = protocol(now, cipherSuite);
        id = now.getId();
        peerChain = peerChain(now);
        Certificate[] local = now.getLocalCertificates();
        localChain = local == null ? List.of() : List.of(local);
        context = Optional.ofNullable(now.getSessionContext());
        valid = now.isValid();
        ExtendedSSLSession all = now instanceof ExtendedSSLSession extended ? extended : null;
        serverNames = all == null ? List.of() : List.copyOf(all.getRequestedServerNames());
        statusResponses = all == null ? List.of() : List.copyOf(all.getStatusResponses());
        peerAlgorithms = all == null ? List.of() : List.of(all.getPeerSupportedSignatureAlgorithms());
    }

    /** Conscrypt keeps what it said when it was asked first, be it before the version was chosen. */
    private static String protocol(SSLSession now, String cipherSuite) {
        if (cipherSuite.equals(NO_CIPHER_SUITE)) {
            return now.getProtocol();
        }
        return Supported.isOfTls13(cipherSuite) ? Supported.TLS_1_3 : Supported.TLS_1_2;
    }

    private static List<Certificate> peerChain(SSLSession now) {
        try {
            return List.of(now.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    @Override
    public String getProtocol() {
        return protocol;
    }

    @Override
    public String getCipherSuite() {
        return cipherSuite;
    }

    @Override
    public byte[] getId() {
        return id.clone();
    }

    /** An array of what they are: applications cast the JDK's. */
    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
        if (peerChain.isEmpty()) {
            throw new SSLPeerUnverifiedException("the peer has shown no certificate");
        }
        return peerChain.toArray(X509Certificate[]::new);
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        return localChain.isEmpty() ? null : localChain.toArray(X509Certificate[]::new);
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return ((X509Certificate) getPeerCertificates()[0]).getSubjectX500Principal();
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        return localChain.isEmpty() ? null : ((X509Certificate) localChain.get(0)).getSubjectX500Principal();
    }

    @Override
    public List<SNIServerName> getRequestedServerNames() {
        return serverNames;
    }

    @Override
    public String[] getLocalSupportedSignatureAlgorithms() {
        return CertificateSignatures.acceptedIn(protocol);
    }

    @Override
    public String[] getPeerSupportedSignatureAlgorithms() {
        return peerAlgorithms.toArray(String[]::new);
    }

    @Override
    public List<byte[]> getStatusResponses() {
        return statusResponses.stream().map(byte[]::clone).toList();
    }

    @Override
    public @Nullable String getPeerHost() {
        return engine.getPeerHost();
    }

    @Override
    public int getPeerPort() {
        return engine.getPeerPort();
    }

    /** So that what is ready always fits: Conscrypt hands it out whole. */
    @Override
    public int getPacketBufferSize() {
        return NativeEngine.MOST_OUTPUT;
    }

    @Override
    public int getApplicationBufferSize() {
        return LONGEST_FRAGMENT;
    }

    @Override
    public long getCreationTime() {
        return created;
    }

    @Override
    public long getLastAccessedTime() {
        return getCreationTime();
    }

    @Override
    public @Nullable SSLSessionContext getSessionContext() {
        return valid ? context.orElse(null) : null;
    }

    @Override
    public boolean isValid() {
        return valid;
    }

    @Override
    public void invalidate() {
        valid = false;
        engine.forgetSession();
    }

    @Override
    public void putValue(String name, Object value) {
        unbound(name, values.put(name, value));
        if (value instanceof SSLSessionBindingListener listener) {
            listener.valueBound(new SSLSessionBindingEvent(this, name));
        }
    }

    @Override
    public @Nullable Object getValue(String name) {
        return values.get(name);
    }

    @Override
    public void removeValue(String name) {
        unbound(name, values.remove(name));
    }

    private void unbound(String name, @Nullable Object value) {
        if (value instanceof SSLSessionBindingListener listener) {
            listener.valueUnbound(new SSLSessionBindingEvent(this, name));
        }
    }

    @Override
    public String[] getValueNames() {
        return values.keySet().toArray(String[]::new);
    }
}
