// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The transport of a {@link BareLine}. */
interface Link extends AutoCloseable {
    void write(ByteBuffer data) throws IOException;

    void readFully(ByteBuffer into) throws IOException;

    @Override
    void close() throws IOException;
}
