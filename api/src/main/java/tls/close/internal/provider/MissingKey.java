// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** What every backend says of a server that cannot show a certificate. */
public final class MissingKey {
    /** For whoever has made the context. */
    public static final String MESSAGE =
            "this server context has no key that it can show to the client: its key managers have none, or none for the"
                    + " algorithms and names that the client offers";

    /** Whatever public keys call themselves, those of other providers too. */
    private static final List<String> ALGORITHMS =
            List.of("RSA", "RSASSA-PSS", "EC", "ECDSA", "EdDSA", "Ed25519", "Ed448", "DSA");

    private MissingKey() {}

    /**
     * Whether it is known before a handshake that no server's can succeed. Only the JDK's own managers list all that they
     * have: others may choose what they don't list.
     *
     * @param manager the application's, null if it has none
     * @return false if there may be a key
     */
    public static boolean isCertainWith(@Nullable X509KeyManager manager) {
        return manager == null
                || (isOfTheJdk(manager)
                        && ALGORITHMS.stream()
                                .allMatch(algorithm -> manager.getServerAliases(algorithm, null) == null));
    }

    private static boolean isOfTheJdk(X509KeyManager manager) {
        return manager.getClass().getModule() == Object.class.getModule();
    }

    /**
     * The failure of the handshake.
     *
     * @param cause in the backend's own words
     * @return to be thrown
     */
    public static SSLHandshakeException because(Throwable cause) {
        SSLHandshakeException failure = new SSLHandshakeException(MESSAGE);
        failure.initCause(cause);
        return failure;
    }
}
