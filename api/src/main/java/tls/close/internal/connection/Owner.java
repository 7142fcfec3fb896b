// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import tls.close.ConnectionEnd;
import tls.close.internal.record.Diagnosis;

/** The context that a connection is of: it knows its backend's exceptions, and who wants to be told of ends. */
public interface Owner extends Diagnosis {

    /**
     * Whether somebody wants to be told.
     *
     * @return always the same
     */
    boolean isListening();

    /**
     * Tells whoever wants to be told.
     *
     * @param end of one of its connections
     */
    void tell(ConnectionEnd end);
}
