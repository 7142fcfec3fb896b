// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsProtocol;

/**
 * One side of bctls's protocol, as the engine needs it. {@link ClientProtocol} and {@link ServerProtocol} open up what
 * {@link TlsProtocol} keeps for its subclasses; what they have in common is in {@link Incoming}.
 */
interface Protocol {

    /** Begins the handshake: a client makes its ClientHello. */
    void begin() throws IOException;

    /** bctls's own methods. */
    TlsProtocol tls();

    /** Null before {@link #begin()}. */
    TlsContext context();

    /** What the last record was. */
    Incoming incoming();

    /** Sends an alert at level warning, and nothing else: bctls's own {@code close()} would stop it from reading. */
    void warn(short alert) throws IOException;

    /** Sends a fatal alert, and ends the connection. */
    void refuse(short alert, String reason) throws IOException;

    /** Lets go of the buffer for what is said, which would keep the size of the largest record. */
    void shrink();

    /** Sends what {@link Incoming#owed()} names. */
    void answer() throws IOException;
}
