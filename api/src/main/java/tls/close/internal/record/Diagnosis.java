// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.util.OptionalInt;
import javax.net.ssl.SSLException;

/** What a backend's exceptions mean: an {@code SSLException} itself has no place for it. */
public interface Diagnosis {

    /**
     * The fatal alert that the peer sent, if that is why the backend threw.
     *
     * @param thrown by the backend
     * @return the alert's number, or empty if the exception has another reason
     */
    OptionalInt fatalAlert(SSLException thrown);

    /**
     * Whether the backend's engine threw because the peer's close_notify came during a handshake.
     *
     * @param thrown by the engine
     * @return false if the exception has another reason
     */
    boolean isCloseNotify(SSLException thrown);
}
