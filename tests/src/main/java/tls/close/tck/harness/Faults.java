// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.function.Executable;

/** What a call says when its transport fails. */
public final class Faults {
    private Faults() {}

    /** The transport's own exception, whichever: it says nothing about TLS. */
    public static void assertTransportFails(Executable call) {
        IOException thrown = assertThrows(IOException.class, call);
        assertFalse(thrown instanceof SSLException, () -> "not the transport's: " + thrown);
    }

    /** The very exception that the transport threw. */
    public static void assertFails(IOException failure, Executable call) {
        assertSame(failure, assertThrows(IOException.class, call));
    }
}
