// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.nio.charset.StandardCharsets;
import java.util.Vector;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/** Two peers that share a key in TLS 1.3, which bctls has no ready-made classes for. */
@SuppressWarnings("JdkObsolete") // bctls wants a Vector.
final class Psk13 {

    private Psk13() {}

    private static TlsPSKExternal key(TlsCrypto crypto, String secret) {
        return new BasicTlsPSKExternal(
                bytes("device"), crypto.createSecret(bytes(secret)), PRFAlgorithm.tls13_hkdf_sha256);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static final class Client extends DefaultTlsClient {
        private final TlsCrypto crypto;
        private final String secret;

        Client(TlsCrypto crypto, String secret) {
            super(crypto);
            this.crypto = crypto;
            this.secret = secret;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        public Vector<TlsPSKExternal> getExternalPSKs() {
            Vector<TlsPSKExternal> keys = new Vector<>();
            keys.add(key(crypto, secret));
            return keys;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            throw new IllegalStateException("the server has no certificate to show");
        }
    }

    static final class Server extends DefaultTlsServer {
        private final TlsCrypto crypto;
        private final String secret;

        Server(TlsCrypto crypto, String secret) {
            super(crypto);
            this.crypto = crypto;
            this.secret = secret;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public @Nullable TlsPSKExternal getExternalPSK(Vector identities) {
            TlsPSKExternal key = key(crypto, secret);
            for (Object identity : identities) {
                if (new String(((PskIdentity) identity).getIdentity(), StandardCharsets.UTF_8).equals("device")) {
                    return key;
                }
            }
            return null;
        }

        @Override
        public @Nullable TlsCredentials getCredentials() {
            return null;
        }
    }
}
