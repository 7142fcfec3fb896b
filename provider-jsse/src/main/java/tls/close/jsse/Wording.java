// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.internal.provider.RefusedCertificate;

/** Says behind the JDK's own words, which people know and search for, what every backend says. */
final class Wording {
    /** For what begins like no record ({@code sun.security.ssl.SSLSocketInputRecord} and its like for engines). */
    private static final List<String> NO_RECORD =
            List.of("Unsupported or unrecognized SSL message", "Unrecognized SSL message, plaintext connection?");

    private Wording() {}

    static SSLException of(SSLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (NO_RECORD.stream().noneMatch(message::endsWith)) {
            return RefusedCertificate.explained(failure);
        }
        SSLException same = new SSLException(message + ": the peer sent what is no TLS record");
        same.setStackTrace(failure.getStackTrace());
        same.initCause(failure.getCause());
        return same;
    }
}
