// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static tls.close.culprit.Culprit.reading;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.spi.NotTlsException;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;

/** Backends that keep the rules but for what they make of the peer's end, over sockets. */
final class BrokenReads {
    static final List<Culprit> ALL = List.of(
            reading("3.3", "lets a record without data be seen", BrokenReads::letsControlRecordsBeSeen)
                    .by("scenario89"),
            reading("4.1", "calls a cut orderly", BrokenReads::callsACutOrderly),
            reading("4.3", "calls what it cannot decrypt orderly", BrokenReads::callsAForgeryOrderly),
            reading("4.5", "takes a reset for an end", BrokenReads::takesAResetForAnEnd),
            reading("4.6", "keeps to itself what was no TLS", BrokenReads::keepsStrayBytes),
            reading("5.2", "reads on behind the close_notify", BrokenReads::readsOn)
                    .by("scenario17"));

    private BrokenReads() {}

    private static Step letsControlRecordsBeSeen(RecordLayer good, Socket socket, ByteBuffer dst) throws IOException {
        int start = dst.position();
        Step step = good.read(dst);
        if (step == Step.TAKEN && dst.hasRemaining() && dst.position() == start) {
            throw new SSLException("the peer has sent a record without data");
        }
        return step;
    }

    /** As the JDK's own socket, and Conscrypt's. */
    private static Step callsACutOrderly(RecordLayer good, Socket socket, ByteBuffer dst) throws IOException {
        Step step = good.read(dst);
        return step == Step.END_OF_TRANSPORT ? Step.CLOSE_NOTIFY : step;
    }

    /** As {@code gnutls_bye}. */
    private static Step callsAForgeryOrderly(RecordLayer good, Socket socket, ByteBuffer dst) throws IOException {
        try {
            return good.read(dst);
        } catch (SSLException e) {
            return Step.CLOSE_NOTIFY;
        }
    }

    private static Step takesAResetForAnEnd(RecordLayer good, Socket socket, ByteBuffer dst) throws IOException {
        try {
            return good.read(dst);
        } catch (SocketException e) {
            return Step.END_OF_TRANSPORT;
        }
    }

    private static Step keepsStrayBytes(RecordLayer good, Socket socket, ByteBuffer dst) throws IOException {
        try {
            return good.read(dst);
        } catch (NotTlsException e) {
            throw new SSLException(e.getMessage(), e);
        }
    }

    private static Step readsOn(RecordLayer good, Socket socket, ByteBuffer dst) throws IOException {
        Step step = good.read(dst);
        if (step == Step.CLOSE_NOTIFY) {
            byte[] taken = new byte[socket.getInputStream().available()];
            if (socket.getInputStream().read(taken) < taken.length) {
                throw new AssertionError("what was there has gone");
            }
        }
        return step;
    }
}
