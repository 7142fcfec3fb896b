// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The output side as a stream. The JDK's own adapter holds a monitor while it writes (rule 8.1). */
final class ConnectionOutputStream extends OutputStream {
    private final Connection connection;

    ConnectionOutputStream(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(bytes, offset, length);
        connection.write(data);
        while (data.hasRemaining()) {
            connection.awaitTasks();
            connection.write(data);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
