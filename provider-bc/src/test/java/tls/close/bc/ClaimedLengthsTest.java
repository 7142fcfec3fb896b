// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsFatalAlert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsEndpoint;

class ClaimedLengthsTest {
    private static final boolean TLS_13 = true;
    private static final boolean RAW_KEYS = true;

    @ParameterizedTest
    @ValueSource(strings = {"000000", "000005 000002 aabb", "000009 000002 aabb 000001 cc"})
    void certificatesOfTls12(String body) throws Exception {
        check(HandshakeType.certificate, body, !TLS_13, !RAW_KEYS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ffffff", "0000", "000006 000002 aabb", "000005 000003 aabb", "000005 ffffff aabb", "000002 0000"
            })
    void rule12_4_certificatesOfTls12ThatClaimMore(String body) {
        assertRefused(HandshakeType.certificate, body, !TLS_13, !RAW_KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 000000", "01 ee 000007 000002 aabb 0000", "00 000009 000002 aabb 0002 ffff"})
    void certificatesOfTls13(String body) throws Exception {
        check(HandshakeType.certificate, body, TLS_13, !RAW_KEYS);
        check(HandshakeType.certificate, body, TLS_13, RAW_KEYS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 ffffff",
                "ff 000000",
                "00 000007 ffffff aabb 0000",
                "00 000005 000002 aabb",
                "00 000007 000002 aabb 0001"
            })
    void rule12_4_certificatesOfTls13ThatClaimMore(String body) {
        assertRefused(HandshakeType.certificate, body, TLS_13, !RAW_KEYS);
    }

    /** Which begins as DER does. */
    @ParameterizedTest
    @ValueSource(strings = "000004 30820101")
    void aRawKeyIsAllOfTheListInTls12(String body) throws Exception {
        check(HandshakeType.certificate, body, !TLS_13, RAW_KEYS);
        assertRefused(HandshakeType.certificate, body, !TLS_13, !RAW_KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 000004 ffffffff", "02 000008 000002 aabb 000000"})
    void states(String body) throws Exception {
        check(HandshakeType.certificate_status, body, !TLS_13, !RAW_KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 ffffff aabb", "02 000005 000003 aabb", "02 000005 ffffff aabb", ""})
    void rule12_4_statesThatClaimMore(String body) {
        assertRefused(HandshakeType.certificate_status, body, !TLS_13, !RAW_KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = "ffffff aabb")
    void rule12_4_supplementalDataThatClaimsMore(String body) {
        assertRefused(HandshakeType.supplemental_data, body, !TLS_13, !RAW_KEYS);
    }

    /** Nothing is known by then that would tell how it is to be read. */
    @Test
    void aCertificateBeforeTheServersHelloIsUnexpected() throws Exception {
        SSLEngine client = new BcProvider().newContext().newEngine(TlsEndpoint.client("server.test", 443));
        ByteBuffer sent = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.beginHandshake();
        client.wrap(ByteBuffer.allocate(0), sent);
        ByteBuffer certificate = ByteBuffer.wrap(HexFormat.of().parseHex("16030300070b000003000000"));
        ByteBuffer data = ByteBuffer.allocate(client.getSession().getApplicationBufferSize());
        assertThrows(SSLException.class, () -> client.unwrap(certificate, data));
        client.wrap(ByteBuffer.allocate(0), sent.clear());
        assertEquals(AlertDescription.unexpected_message, sent.get(sent.position() - 1));
    }

    private static void assertRefused(short type, String body, boolean tls13, boolean rawKeys) {
        TlsFatalAlert alert = assertThrows(TlsFatalAlert.class, () -> check(type, body, tls13, rawKeys));
        assertEquals(AlertDescription.decode_error, alert.getAlertDescription());
    }

    private static void check(short type, String body, boolean tls13, boolean rawKeys) throws TlsFatalAlert {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(body.replace(" ", "")));
        ClaimedLengths.check(type, bytes, tls13, rawKeys);
    }
}
