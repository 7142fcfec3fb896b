// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import tls.close.spi.RecordLayer;

/** A backend whose handshake is done at once, and who notices whether it is freed beside somebody (rule 8.4). */
abstract class WatchedLayer implements RecordLayer {
    /** How many threads are in it. */
    final AtomicInteger inside = new AtomicInteger();

    final AtomicInteger released = new AtomicInteger();
    final AtomicInteger freedTooEarly = new AtomicInteger();

    @Override
    public Step handshake() {
        return Step.TAKEN;
    }

    @Override
    public Step read(ByteBuffer dst) throws IOException {
        return Step.WANT_READ;
    }

    @Override
    public Step write(ByteBuffer src) throws IOException {
        throw new AssertionError("nothing is written");
    }

    @Override
    public Step flush() throws IOException {
        return Step.TAKEN;
    }

    @Override
    public void closeOutput() throws IOException {}

    @Override
    public boolean hasOutput() {
        return false;
    }

    @Override
    public boolean owesAnswer() {
        return false;
    }

    @Override
    public Output output() {
        return Output.OPEN;
    }

    @Override
    public int heldData() {
        return 0;
    }

    @Override
    public int cutAfter() {
        return 0;
    }

    @Override
    public final SSLSession session() {
        try {
            return SSLContext.getDefault().createSSLEngine().getSession();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public final String applicationProtocol() {
        return "";
    }

    @Override
    public void release() {
        released.incrementAndGet();
        freedTooEarly.addAndGet(inside.get());
    }
}
