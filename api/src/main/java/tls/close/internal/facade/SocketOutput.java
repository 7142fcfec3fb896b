// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import tls.close.TlsConnection;

/** What a socket writes. */
final class SocketOutput extends OutputStream {
    private final FacadeSocket socket;

    SocketOutput(FacadeSocket socket) {
        this.socket = socket;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /** Nothing is no record, as with the JDK's sockets. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > 0) {
            writeAll(bytes, offset, length);
        }
    }

    private void writeAll(byte[] bytes, int offset, int length) throws IOException {
        socket.requireOutput();
        TlsConnection connection = socket.established();
        socket.noteWritten();
        try {
            connection.outputStream().write(bytes, offset, length);
        } catch (IOException e) {
            throw Trouble.of(e, socket.now());
        } finally {
            socket.noteWritten(); // A byte that was read meanwhile answers none of the last.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
