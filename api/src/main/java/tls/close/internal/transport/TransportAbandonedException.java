// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A blocking write was stuck past its deadline, and nothing but closing the transport could end it (rule 7.4). */
public final class TransportAbandonedException extends IOException {
    private static final long serialVersionUID = 1;

    public TransportAbandonedException(@Nullable Throwable cause) {
        super("the transport was closed because a write to it was stuck", cause);
    }
}
