// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.nio.charset.StandardCharsets;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/** A client that offers whatever session it was told to, under any server name. */
final class Resumer extends DefaultTlsClient implements TlsAuthentication {
    private final @Nullable TlsSession offered;
    private final String name;

    Resumer(@Nullable TlsSession offered, String name) {
        super(Crypto.shared());
        this.offered = offered;
        this.name = name;
    }

    /** The session of the connection, once there is one. */
    TlsSession session() {
        return context.getSession();
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.TLSv12.only();
    }

    @Override
    @SuppressWarnings("JdkObsolete") // bctls wants a Vector.
    protected Vector<ServerName> getSNIServerNames() {
        Vector<ServerName> names = new Vector<>();
        names.add(new ServerName(NameType.host_name, name.getBytes(StandardCharsets.US_ASCII)));
        return names;
    }

    @Override
    public @Nullable TlsSession getSessionToResume() {
        return offered;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return this;
    }

    @Override
    public void notifyServerCertificate(TlsServerCertificate shown) {}

    @Override
    public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
        return null;
    }
}
