// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A non-blocking channel and its selector. */
record SelectorLink(SocketChannel channel, Readiness readiness) implements Link {

    @Override
    public void write(ByteBuffer data) throws IOException {
        channel.write(data);
        while (data.hasRemaining()) {
            readiness.await(SelectionKey.OP_WRITE);
            channel.write(data);
        }
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            int count = channel.read(into);
            if (count < 0) {
                throw new EOFException();
            }
            if (count == 0) {
                readiness.await(SelectionKey.OP_READ);
            }
        }
    }

    @Override
    public void close() throws IOException {
        readiness.close();
        channel.close();
    }
}
