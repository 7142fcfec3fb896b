// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.Serial;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import tls.close.internal.provider.MissingKey;

/** A server has no key for any cipher suite that the client offers. */
final class MissingKeyAlert extends TlsFatalAlert {
    @Serial
    private static final long serialVersionUID = 1L;

    MissingKeyAlert(TlsFatalAlert cause) {
        super(AlertDescription.handshake_failure, MissingKey.MESSAGE, cause);
    }
}
