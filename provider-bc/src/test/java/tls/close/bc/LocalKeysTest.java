// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.PrivateKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import tls.close.bc.TestCertificates.Identity;

class LocalKeysTest {

    /** As some providers do it. */
    private static final class TalkativeKey implements PrivateKey {
        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }

        @Override
        public String toString() {
            return "the secret";
        }
    }

    @Test
    void aChoiceDoesNotShowItsKey() {
        Identity identity = TestCertificates.TRUSTED.server();
        LocalKeys.Choice choice = new LocalKeys.Choice(
                new TalkativeKey(), List.of(identity.certificate()), Scheme.ECDSA_SECP256R1_SHA256);
        assertEquals(
                "key of " + identity.certificate().getSubjectX500Principal() + " for ECDSA_SECP256R1_SHA256",
                choice.toString());
    }
}
