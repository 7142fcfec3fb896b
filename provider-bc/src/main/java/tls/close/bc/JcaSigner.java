// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DefaultTlsCredentialedSigner;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsSigner;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.jspecify.annotations.Nullable;

/**
 * Signs with a key that may live in any JCA provider, a smart card say, and never shows itself. bctls's own signers want
 * raw signatures ({@code NONEwithRSA}), which few providers have; so this always gives it a stream to hash from.
 */
final class JcaSigner implements TlsSigner {
    private final Crypto crypto;
    private final LocalKeys.Choice choice;

    private JcaSigner(Crypto crypto, LocalKeys.Choice choice) {
        this.crypto = crypto;
        this.choice = choice;
    }

    /** @param requestContext the certificate_request_context of TLS 1.3, null for TLS 1.2 */
    static TlsCredentialedSigner credentials(
            TlsContext context, Crypto crypto, LocalKeys.Choice choice, byte @Nullable [] requestContext) {
        return new DefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                new JcaSigner(crypto, choice),
                Certificates.message(choice.chain(), crypto, requestContext),
                choice.scheme().bctls());
    }

    @Override
    public byte[] generateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash) throws IOException {
        throw new TlsFatalAlert(AlertDescription.internal_error, "not asked for where there is a stream signer");
    }

    @Override
    public TlsStreamSigner getStreamSigner(SignatureAndHashAlgorithm algorithm) throws IOException {
        try {
            return new Stream(signature());
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, "no provider signs with the chosen key", e);
        }
    }

    private Signature signature() throws GeneralSecurityException {
        String algorithm = choice.scheme().signature();
        Provider known = crypto.signerOf(choice.key(), algorithm);
        if (known != null) {
            try {
                return initialized(Signature.getInstance(algorithm, known));
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                // It took another key of that kind.
            }
        }
        try {
            // Without naming a provider: the JCA then takes the first that accepts the key.
            Signature signature = initialized(Signature.getInstance(algorithm));
            crypto.rememberSigner(choice.key(), algorithm, signature.getProvider());
            return signature;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            return withBouncyCastle(e);
        }
    }

    private Signature withBouncyCastle(GeneralSecurityException before) throws GeneralSecurityException {
        try {
            return initialized(Signature.getInstance(choice.scheme().signature(), crypto.bouncyCastle()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            before.addSuppressed(e);
            throw before;
        }
    }

    private Signature initialized(Signature signature) throws GeneralSecurityException {
        signature.initSign(choice.key());
        PSSParameterSpec parameters = choice.scheme().pssParameters();
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        return signature;
    }

    private static final class Stream extends OutputStream implements TlsStreamSigner {
        private final Signature signature;

        Stream(Signature signature) {
            this.signature = signature;
        }

        @Override
        public OutputStream getOutputStream() {
            return this;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                signature.update(bytes, offset, length);
            } catch (SignatureException e) {
                throw new TlsFatalAlert(AlertDescription.internal_error, e);
            }
        }

        @Override
        public byte[] getSignature() throws IOException {
            try {
                return signature.sign();
            } catch (SignatureException e) {
                throw new TlsFatalAlert(AlertDescription.internal_error, e);
            }
        }
    }
}
