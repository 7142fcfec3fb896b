// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedCertificateTest {
    static Stream<Arguments> remedies() {
        return Stream.of(
                Arguments.of(new CertificateExpiredException("NotAfter: then"), "has expired"),
                Arguments.of(new CertificateNotYetValidException("NotBefore: then"), "not valid yet"),
                Arguments.of(new CertPathBuilderException("unable to find a path"), "no authority"),
                Arguments.of(invalid(PKIXReason.NO_TRUST_ANCHOR), "no authority"),
                Arguments.of(
                        new CertPathBuilderException("none is good", new CertificateExpiredException("NotAfter: then")),
                        "has expired"),
                Arguments.of(new CertificateException("No name matching a.test found"), "for other names"),
                Arguments.of(
                        new CertificateException("No subject alternative DNS name matching a.test found"),
                        "for other names"));
    }

    @ParameterizedTest
    @MethodSource("remedies")
    void rule12_1_whatTheManagerSaysIsFollowedByWhatToDo(Exception reason, String remedy) {
        CertificateException refused = new CertificateException("refused", reason);
        SSLException failure = new SSLHandshakeException("certificate_unknown");
        failure.initCause(refused);
        SSLException explained = RefusedCertificate.explained(failure);
        String told = String.valueOf(explained.getMessage());
        assertTrue(told.startsWith("refused; ") && told.contains(remedy), told);
        assertSame(refused, explained.getCause());
        assertEquals(failure.getStackTrace()[0], explained.getStackTrace()[0]);
    }

    /** They have reasons of their own. */
    @Test
    void rule12_1_whereNobodyKnowsWhatToDoNothingIsAdded() {
        for (Exception reason : new Exception[] {
            invalid(PKIXReason.INVALID_POLICY),
            new CertificateException((String) null),
            new IllegalStateException("bug")
        }) {
            SSLException failure = new SSLHandshakeException("certificate_unknown");
            failure.initCause(new CertificateException("refused", reason));
            assertEquals("refused", RefusedCertificate.explained(failure).getMessage());
        }
    }

    @Test
    void whatIsNoCertificatesFaultStaysAsItIs() {
        SSLException failure = new SSLException("other", new IllegalStateException("No name matching a.test"));
        assertSame(failure, RefusedCertificate.explained(failure));
    }

    private static CertPathValidatorException invalid(CertPathValidatorException.Reason reason) {
        return new CertPathValidatorException("invalid", null, null, -1, reason);
    }
}
