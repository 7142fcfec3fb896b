// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import tls.close.TlsConnection;

/** What a socket reads. */
final class SocketInput extends InputStream {
    private final FacadeSocket socket;

    SocketInput(FacadeSocket socket) {
        this.socket = socket;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? 0 : readSome(bytes, offset, length);
    }

    /** Of ours it is -1 only after {@code shutdownInput()}, as {@code Socket} has it; of the peer's, by rule S1. */
    private int readSome(byte[] bytes, int offset, int length) throws IOException {
        Halves before = socket.now();
        if (before != Halves.CLOSED && !before.hasInput()) {
            return -1;
        }
        TlsConnection connection = socket.establishedForReading();
        try {
            int count = connection.inputStream().read(bytes, offset, length);
            if (count > 0) {
                socket.noteRead();
            }
            return count;
        } catch (IOException e) {
            throw Trouble.of(e, socket.now());
        }
    }

    @Override
    public int available() throws IOException {
        Optional<TlsConnection> connection = socket.readable();
        return connection.isPresent() ? connection.get().inputStream().available() : 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
