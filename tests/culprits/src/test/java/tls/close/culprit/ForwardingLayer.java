// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLSession;
import tls.close.spi.RecordLayer;

/** A record layer that keeps the rules by asking another. */
abstract class ForwardingLayer implements RecordLayer {
    final RecordLayer good;

    ForwardingLayer(RecordLayer good) {
        this.good = good;
    }

    @Override
    public Step handshake() throws IOException {
        return good.handshake();
    }

    @Override
    public Step read(ByteBuffer dst) throws IOException {
        return good.read(dst);
    }

    @Override
    public Step write(ByteBuffer src) throws IOException {
        return good.write(src);
    }

    @Override
    public Step flush() throws IOException {
        return good.flush();
    }

    @Override
    public void closeOutput() throws IOException {
        good.closeOutput();
    }

    @Override
    public boolean hasOutput() {
        return good.hasOutput();
    }

    @Override
    public boolean owesAnswer() {
        return good.owesAnswer();
    }

    @Override
    public boolean isInLaterHandshake() {
        return good.isInLaterHandshake();
    }

    @Override
    public Output output() {
        return good.output();
    }

    @Override
    public int heldData() {
        return good.heldData();
    }

    @Override
    public int cutAfter() {
        return good.cutAfter();
    }

    @Override
    public SSLSession session() {
        return good.session();
    }

    @Override
    public String applicationProtocol() {
        return good.applicationProtocol();
    }

    @Override
    public boolean awaitTasks(Duration atMost) throws InterruptedException {
        return good.awaitTasks(atMost);
    }

    @Override
    public void release() {
        good.release();
    }
}
