// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The input side as a stream. The JDK's own adapter holds a monitor while it reads (rule 8.1). */
final class ConnectionInputStream extends InputStream {
    private final Connection connection;

    ConnectionInputStream(Connection connection) {
        this.connection = connection;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        ByteBuffer data = ByteBuffer.wrap(bytes, offset, length);
        int count = connection.read(data);
        while (count == 0 && length > 0) {
            connection.awaitTasks();
            count = connection.read(data);
        }
        return count;
    }

    @Override
    public int available() {
        return connection.available();
    }

    @Override
    public void close() {
        connection.close();
    }
}
