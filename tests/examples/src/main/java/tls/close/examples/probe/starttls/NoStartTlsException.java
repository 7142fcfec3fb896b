// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;

/** The server was asked for TLS and said something else than yes. The message is what it said. */
public final class NoStartTlsException extends IOException {
    private static final long serialVersionUID = 1;

    NoStartTlsException(String answer) {
        super(answer);
    }
}
