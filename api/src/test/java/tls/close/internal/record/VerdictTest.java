// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/** What goes out next is judged by what came in. */
class VerdictTest {
    /** What somebody does meanwhile. */
    private interface Use {
        void of(RecordLayer layer) throws Exception;
    }

    @Test
    @Timeout(60)
    void rule10_1_anAlertThatAWriterTakesOutBeforeTheReaderHasJudgedIsNoCloseNotify() throws Exception {
        assertIsAnAlert(layer -> layer.write(ByteBuffer.allocate(1)));
    }

    /** And is not for whoever has asked for a close_notify meanwhile; if he is interrupted, he still is. */
    @Test
    @Timeout(60)
    void rule10_1_anAlertThatIsDueBeforeACloseNotifyIsNone() throws Exception {
        assertIsAnAlert(layer -> {
            Thread.currentThread().interrupt();
            layer.closeOutput();
            assertTrue(Thread.interrupted());
        });
    }

    private static void assertIsAnAlert(Use use) throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        CountDownLatch mayJudge = new CountDownLatch(1);
        StubEngine engine = new StubEngine() {
            @Override
            public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length)
                    throws SSLException {
                handshakeStatus = HandshakeStatus.NEED_WRAP;
                throw new SSLException("bad mac");
            }
        };
        engine.wrapping = dst -> {
            dst.put(new byte[] {23, 3, 3, 0, 1, 1});
            engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING;
            engine.outboundDone = true;
        };
        ByteBuffer coming = ByteBuffer.wrap(new byte[] {23, 3, 3, 0, 1, 1});
        EngineRecordLayer layer = new EngineRecordLayer(
                engine,
                new Transport() {
                    @Override
                    public int read(ByteBuffer dst) {
                        int count = Math.min(dst.remaining(), coming.remaining());
                        dst.put(coming.slice(coming.position(), count));
                        coming.position(coming.position() + count);
                        return count;
                    }

                    @Override
                    public void write(ByteBuffer src) {
                        src.position(src.limit());
                    }

                    @Override
                    public boolean isBlocking() {
                        return false;
                    }
                },
                Optional.empty(),
                new Diagnosis() {
                    @Override
                    public OptionalInt fatalAlert(SSLException thrown) {
                        return OptionalInt.empty();
                    }

                    @Override
                    public boolean isCloseNotify(SSLException thrown) {
                        refused.countDown();
                        try {
                            mayJudge.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        return false;
                    }
                });
        FutureTask<RecordLayer.Step> read = new FutureTask<>(() -> layer.read(ByteBuffer.allocate(10)));
        Thread reader = new Thread(read);
        reader.setDaemon(true);
        reader.start();
        refused.await();
        FutureTask<RecordLayer.Step> write = new FutureTask<>(() -> {
            use.of(layer);
            return layer.flush();
        });
        Thread writer = new Thread(write);
        writer.setDaemon(true);
        writer.start();
        while (writer.getState() == Thread.State.RUNNABLE || writer.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        mayJudge.countDown();
        assertThrows(ExecutionException.class, read::get);
        Object unused = write.get();
        assertEquals(RecordLayer.Output.FATAL_ALERT, layer.output());
    }
}
