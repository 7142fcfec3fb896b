// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {
    /** Header, explicit nonce, two bytes, content type, tag: whatever of it there is. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, TLS_AES_128_GCM_SHA256, 24",
        "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256, 24",
        "TLSv1.3, TLS_AES_128_CCM_8_SHA256, 16",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, 31",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, 23",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CCM, 31",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, 23",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, 5",
        "TLSv1.1, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, 5",
        "NONE, SSL_NULL_WITH_NULL_NULL, 5"
    })
    void rule5_2_noCloseNotifyIsShorter(String protocol, String suite, int length) {
        assertEquals(length, Tls.shortestCloseNotify(session(protocol, suite)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "'20', true",
        "'24', true",
        "'19', false",
        "'25', false",
        "'23 3', true",
        "'23 2', false",
        "'23 4', false",
        "'71 3', false",
        "'23 3 9 255 255', true"
    })
    void rule4_6_theFirstByteThatNoHeaderHasDecides(String bytes, boolean begins) {
        ByteBuffer start = bytes(bytes);
        assertEquals(begins, Tls.beginsHeader(start.position(start.limit())));
    }

    @ParameterizedTest
    @CsvSource({
        "'20 3 3 0 0', true",
        "'24 3 3 0 0', true",
        "'19 3 3 0 0', false",
        "'25 3 3 0 0', false",
        "'23 2 3 0 0', false",
        "'23 3 3 72 0', true", // 2^14 + 2048
        "'23 3 3 72 1', false",
        "'23 3 3 255 255', false"
    })
    void rule12_4_aHeaderWhoseRecordMayBeReadOn(String bytes, boolean may) {
        assertEquals(may, Tls.isHeader(bytes(bytes)));
    }

    @ParameterizedTest
    @CsvSource({"'20 3 3 0 1 1', true", "'22 3 3 0 1 1', false", "'20 3 3 0 1 1 22', false", "'20 3 3 0 1', false"})
    void aChangeCipherSpecIsKnownByItsTypeIfItIsAlone(String bytes, boolean is) {
        assertEquals(is, Tls.isChangeCipherSpec(bytes(bytes)));
        assertFalse(Tls.isChangeCipherSpec(bytes(bytes).position(1)), "some of it has gone out");
    }

    @ParameterizedTest
    @CsvSource({
        "'21 3 3 0 2 1 0', false",
        "'21 3 3 0 2 2 40', true",
        "'21 3 3 0 18 2 0', false", // TLS 1.2, encrypted
        "'23 3 3 0 19 2 0', true" // TLS 1.3
    })
    void rule9_3_whetherAnAlertInTheHandshakeIsFatal(String bytes, boolean is) {
        assertEquals(is, Tls.isFatalInHandshake(bytes(bytes)));
    }

    private static ByteBuffer bytes(String decimal) {
        String[] numbers = decimal.isEmpty() ? new String[0] : decimal.split(" ", -1);
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length);
        for (String number : numbers) {
            bytes.put((byte) Integer.parseInt(number));
        }
        return bytes.flip();
    }

    static SSLSession session(String protocol, String suite) {
        return (SSLSession) Proxy.newProxyInstance(
                SSLSession.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (self, method, arguments) -> method.getName().equals("getProtocol") ? protocol : suite);
    }
}
