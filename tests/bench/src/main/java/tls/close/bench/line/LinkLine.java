// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A line whose data goes through what blocks and looks like a socket or a channel itself. */
abstract class LinkLine implements Line {
    private final Link data;

    LinkLine(Link data) {
        this.data = data;
    }

    @Override
    public final void write(ByteBuffer bytes) throws IOException {
        data.write(bytes);
    }

    @Override
    public final void readFully(ByteBuffer into) throws IOException {
        data.readFully(into);
    }
}
