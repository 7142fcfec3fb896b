// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.nio.ByteBuffer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;

/**
 * What handshake messages claim to hold. For a length of three bytes bctls makes as much room as that says before it looks
 * whether there is as much ({@code TlsUtils.readFully}): 16 MB for a message of a few bytes, from a peer that nobody knows
 * yet (rule 12.4). Here it is looked first.
 */
final class ClaimedLengths {
    private static final int HEADER = 4;

    private ClaimedLengths() {}

    /**
     * Leaves the message as it was.
     *
     * @throws TlsFatalAlert if it claims more than there is
     */
    static void check(short type, HandshakeMessageInput message, TlsContext context) throws TlsFatalAlert {
        SecurityParameters parameters = context.getSecurityParametersHandshake();
        ProtocolVersion version = context.getServerVersion();
        // Before the hellos there is no version, behind the handshake no parameters: bctls refuses such messages
        // unread.
        if (hasLongLengths(type) && parameters != null && version != null) {
            check(type, ByteBuffer.wrap(message.readAllBytes()), TlsUtils.isTLSv13(version), hasRawKeys(parameters));
            // To the first byte of its header: bctls's own stream takes no other mark.
            message.reset();
            message.skip(HEADER);
        }
    }

    private static boolean hasLongLengths(short type) {
        return switch (type) {
            case HandshakeType.certificate, HandshakeType.certificate_status, HandshakeType.supplemental_data -> true;
            default -> false;
        };
    }

    private static boolean hasRawKeys(SecurityParameters parameters) {
        return parameters.getClientCertificateType() == CertificateType.RawPublicKey
                || parameters.getServerCertificateType() == CertificateType.RawPublicKey;
    }

    static void check(short type, ByteBuffer body, boolean tls13, boolean rawKeys) throws TlsFatalAlert {
        switch (type) {
            case HandshakeType.certificate -> checkCertificate(body, tls13, rawKeys);
            case HandshakeType.certificate_status -> checkStatus(body);
            default -> vector(3, body); // supplemental_data, RFC 4680 section 2
        }
    }

    /** RFC 5246 section 7.4.2, RFC 8446 section 4.4.2; RFC 7250 section 3: a raw key in TLS 1.2 is the whole list. */
    private static void checkCertificate(ByteBuffer body, boolean tls13, boolean rawKeys) throws TlsFatalAlert {
        if (tls13) {
            vector(1, body);
        }
        ByteBuffer list = vector(3, body);
        while (list.hasRemaining() && (tls13 || !rawKeys)) {
            vector(3, list);
            if (tls13) {
                vector(2, list);
            }
        }
    }

    /** RFC 6066 section 8, RFC 6961 section 2.2. */
    private static void checkStatus(ByteBuffer body) throws TlsFatalAlert {
        int type = number(1, body);
        ByteBuffer response = vector(3, body);
        while (response.hasRemaining() && type == CertificateStatusType.ocsp_multi) {
            vector(3, response);
        }
    }

    /** What stands behind its length, of that many bytes. */
    private static ByteBuffer vector(int lengthBytes, ByteBuffer from) throws TlsFatalAlert {
        int length = number(lengthBytes, from);
        requireLeft(length, from);
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    private static int number(int bytes, ByteBuffer from) throws TlsFatalAlert {
        requireLeft(bytes, from);
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number = (number << 8) | (from.get() & 0xff);
        }
        return number;
    }

    private static void requireLeft(int bytes, ByteBuffer from) throws TlsFatalAlert {
        if (bytes > from.remaining()) {
            throw new TlsFatalAlert(AlertDescription.decode_error, "a message that claims to hold more than it does");
        }
    }
}
