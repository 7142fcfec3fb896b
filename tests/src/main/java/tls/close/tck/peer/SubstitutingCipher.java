// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;

/** Encrypts a {@link Substitution} where there is one: sequence numbers and keys stay BouncyCastle's. */
final class SubstitutingCipher implements TlsCipher {
    private final TlsCipher cipher;
    private final Substitution substitution;

    SubstitutingCipher(TlsCipher cipher, Substitution substitution) {
        this.cipher = cipher;
        this.substitution = substitution;
    }

    @Override
    public TlsEncodeResult encodePlaintext(
            long sequenceNumber,
            short contentType,
            ProtocolVersion recordVersion,
            int headerLength,
            byte[] plaintext,
            int offset,
            int length)
            throws IOException {
        Optional<byte[]> other = substitution.take();
        return other.isPresent()
                ? cipher.encodePlaintext(
                        sequenceNumber, contentType, recordVersion, headerLength, other.get(), 0, other.get().length)
                : cipher.encodePlaintext(
                        sequenceNumber, contentType, recordVersion, headerLength, plaintext, offset, length);
    }

    @Override
    public TlsDecodeResult decodeCiphertext(
            long sequenceNumber,
            short recordType,
            ProtocolVersion recordVersion,
            byte[] ciphertext,
            int offset,
            int length)
            throws IOException {
        return cipher.decodeCiphertext(sequenceNumber, recordType, recordVersion, ciphertext, offset, length);
    }

    @Override
    public int getCiphertextDecodeLimit(int plaintextLimit) {
        return cipher.getCiphertextDecodeLimit(plaintextLimit);
    }

    @Override
    public int getCiphertextEncodeLimit(int plaintextLimit) {
        return cipher.getCiphertextEncodeLimit(plaintextLimit);
    }

    @Override
    public int getPlaintextDecodeLimit(int ciphertextLimit) {
        return cipher.getPlaintextDecodeLimit(ciphertextLimit);
    }

    @Override
    public int getPlaintextEncodeLimit(int ciphertextLimit) {
        return cipher.getPlaintextEncodeLimit(ciphertextLimit);
    }

    @Override
    public void rekeyDecoder() throws IOException {
        cipher.rekeyDecoder();
    }

    @Override
    public void rekeyEncoder() throws IOException {
        cipher.rekeyEncoder();
    }

    @Override
    public boolean usesOpaqueRecordTypeDecode() {
        return cipher.usesOpaqueRecordTypeDecode();
    }

    @Override
    public boolean usesOpaqueRecordTypeEncode() {
        return cipher.usesOpaqueRecordTypeEncode();
    }
}
