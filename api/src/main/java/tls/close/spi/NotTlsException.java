// SPDX-License-Identifier: Apache-2.0
package tls.close.spi;

import javax.net.ssl.SSLException;

/**
 * The peer sent what cannot be a TLS record. Thrown by a {@link RecordLayer} from {@code read} or {@code handshake};
 * where a close_notify was due the connection makes a {@link tls.close.PlaintextException} of it (rule 4.6), and
 * elsewhere it is garbage (rule 4.3).
 *
 * <pre>{@code
 * if (header[0] != 22 && header[0] != 23) {
 *     throw new NotTlsException(header);
 * }
 * }</pre>
 */
public final class NotTlsException extends SSLException {
    private static final long serialVersionUID = 1;

    /** The bytes. */
    private final byte[] taken;

    /**
     * Made by a record layer.
     *
     * @param taken what was read from the transport for the header of a record, up to the first byte that none can have
     *     or a little more; at least one byte
     */
    public NotTlsException(byte[] taken) {
        super(String.format("the peer sent what is no TLS record (first byte 0x%02x)", taken[0]));
        this.taken = taken.clone();
    }

    /**
     * What was taken from the transport.
     *
     * @return a copy
     */
    public byte[] taken() {
        return taken.clone();
    }
}
