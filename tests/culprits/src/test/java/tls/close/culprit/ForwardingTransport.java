// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import java.io.IOException;
import java.nio.ByteBuffer;
import tls.close.spi.Transport;

/** A transport that passes everything on. */
class ForwardingTransport implements Transport {
    final Transport good;

    ForwardingTransport(Transport good) {
        this.good = good;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return good.read(dst);
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        good.write(src);
    }

    @Override
    public boolean holdsMore() {
        return good.holdsMore();
    }

    @Override
    public boolean isBlocking() {
        return good.isBlocking();
    }
}
