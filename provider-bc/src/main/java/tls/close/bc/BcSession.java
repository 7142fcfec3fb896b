// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSessionBindingEvent;
import javax.net.ssl.SSLSessionBindingListener;
import javax.net.ssl.SSLSessionContext;
import org.bouncycastle.tls.TlsSession;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.CertificateSignatures;

/**
 * What was negotiated, as the JDK presents it. A later connection that resumes it has another object for it; all of them
 * become invalid together.
 */
final class BcSession extends ExtendedSSLSession {
    /** RFC 5246 section 6.2.3, the longest record there is; that of RFC 8446 section 5.2 is shorter. */
    private static final int LONGEST_RECORD = 5 + (1 << 14) + 2048;

    private static final int LONGEST_FRAGMENT = 1 << 14;

    private final BcEngine engine;
    private final Negotiated negotiated;
    private final Map<String, Object> values;
    private final @Nullable TlsSession resumable;
    private final long created = System.currentTimeMillis();
    private volatile boolean valid;

    /** One that no later connection can resume. */
    BcSession(BcEngine engine, Negotiated negotiated, Map<String, Object> values) {
        this(engine, negotiated, values, null);
    }

    /** @param resumable null for a session that no later connection can resume */
    BcSession(BcEngine engine, Negotiated negotiated, Map<String, Object> values, @Nullable TlsSession resumable) {
        this.engine = engine;
        this.negotiated = negotiated;
        this.values = values;
        this.resumable = resumable;
        this.valid = !negotiated.equals(Negotiated.NOTHING);
    }

    Negotiated negotiated() {
        return negotiated;
    }

    @Override
    public String getProtocol() {
        return negotiated.protocol();
    }

    @Override
    public String getCipherSuite() {
        return negotiated.cipherSuite();
    }

    @Override
    public byte[] getId() {
        return negotiated.sessionId().array().clone();
    }

    /** An array of what they are: applications cast the JDK's. */
    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
        if (negotiated.peerChain().isEmpty()) {
            throw new SSLPeerUnverifiedException("the peer has shown no certificate");
        }
        return negotiated.peerChain().toArray(X509Certificate[]::new);
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        List<X509Certificate> chain = negotiated.localChain();
        return chain.isEmpty() ? null : chain.toArray(X509Certificate[]::new);
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return ((X509Certificate) getPeerCertificates()[0]).getSubjectX500Principal();
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        List<X509Certificate> chain = negotiated.localChain();
        return chain.isEmpty() ? null : chain.get(0).getSubjectX500Principal();
    }

    @Override
    public List<SNIServerName> getRequestedServerNames() {
        return negotiated.serverNames();
    }

    @Override
    public String[] getLocalSupportedSignatureAlgorithms() {
        return CertificateSignatures.acceptedIn(getProtocol());
    }

    @Override
    public String[] getPeerSupportedSignatureAlgorithms() {
        return Scheme.jcaNames(negotiated.peerSchemes());
    }

    /** None: they are not asked for. */
    @Override
    public List<byte[]> getStatusResponses() {
        return List.of();
    }

    @Override
    public @Nullable String getPeerHost() {
        return engine.getPeerHost();
    }

    @Override
    public int getPeerPort() {
        return engine.getPeerPort();
    }

    @Override
    public int getPacketBufferSize() {
        return LONGEST_RECORD;
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
        return null;
    }

    @Override
    public boolean isValid() {
        return valid && (resumable == null || resumable.isResumable());
    }

    @Override
    public void invalidate() {
        valid = false;
        if (resumable != null) {
            SessionCache.forget(resumable);
        }
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
