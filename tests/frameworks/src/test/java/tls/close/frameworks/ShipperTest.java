// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseReport.Received;

/** What a log shipper does: it connects, writes, never reads, and closes. */
class ShipperTest {
    private static final int ROUNDS = Integer.getInteger("tls.close.uploads", 1);

    private static final byte[] LOG = Body.of(Matrix.asked() == Matrix.ALL ? 10 << 20 : 1 << 20);

    /** So much is on its way when the shipper has closed: more than the server's system takes, less than its own. */
    private static final int LAST = 100_000;

    private static final int NARROW = 8_000;
    private static final int WIDE = 400_000;

    @Tag("uploads")
    @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    @OnEachBackend
    @DisplayName(
            "S3: all that was written before close() arrives at a server that is slow, and sends what nobody reads")
    void uploadsWhole(Setup setup) throws Exception {
        Facts.find(Library.SHIPPER, Question.UPLOADS_WHOLE, setup, () -> {
            SSLContext context = setup.maker().newContext();
            for (int i = 0; i < ROUNDS; i++) {
                try {
                    uploadWhole(context, setup);
                } catch (IOException | AssertionError e) {
                    throw new AssertionError("round " + i + " of " + ROUNDS, e);
                }
            }
        });
    }

    private static void uploadWhole(SSLContext context, Setup setup) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (Answering server = Answering.each(setup.version(), call -> readSlowly(call, closed))
                .narrow(NARROW)) {
            ship(context, server.port(), LOG);
            closed.countDown();
            assertEquals(Received.CLOSE_NOTIFY, server.next().report().received());
        }
    }

    private static void readSlowly(Call call, CountDownLatch closed) throws Exception {
        call.startTls();
        byte[] first = call.input().readNBytes(LOG.length - LAST);
        // A shipper that waits for our end waits for us to go on.
        boolean unused = closed.await(300, TimeUnit.MILLISECONDS);
        call.say("so far, so good");
        byte[] last = call.input().readAllBytes();
        assertArrayEquals(LOG, Body.joined(first, last));
        call.end(End.CLOSE_NOTIFY);
    }

    @OnEachBackend
    @DisplayName("S3: a shipper that closes says close_notify")
    void endsWithCloseNotify(Setup setup) throws Exception {
        Facts.find(Library.SHIPPER, Question.ENDS_WITH_CLOSE_NOTIFY, setup, () -> {
            try (Answering server = Answering.each(setup.version(), ShipperTest::hearOut)) {
                ship(setup.maker().newContext(), server.port(), Body.of(100));
                assertEquals(Received.CLOSE_NOTIFY, server.next().report().received());
            }
        });
    }

    private static void hearOut(Call call) throws IOException {
        call.startTls();
        call.hearOut();
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("rule 10.2: no socket and no thread of ours is left by a shipper that has closed")
    void leavesNothing(Setup setup) throws Exception {
        Facts.find(
                Library.SHIPPER,
                Question.LEAVES_NOTHING,
                setup,
                () -> Remains.assertNoneOf(() -> {
                    try (Answering server = Answering.each(setup.version(), ShipperTest::hearOut)) {
                        ship(setup.maker().newContext(), server.port(), Body.of(100));
                        server.next();
                    }
                }));
    }

    private static void ship(SSLContext context, int port, byte[] log) throws IOException {
        try (Socket socket = context.getSocketFactory().createSocket("localhost", port);
                OutputStream output = socket.getOutputStream()) {
            socket.setSendBufferSize(WIDE);
            output.write(log);
        }
    }
}
