// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.spi.RecordLayer.Output;

/** Of a reader and a closer in one moment: whose word was the last (rule 10.1). */
@Timeout(60)
class LastWordTest {
    private static final byte[] ALERT = record(21, 24);
    private static final byte[] ENCRYPTED_ALERT = record(23, 40);
    private static final byte[] KEY_UPDATE = record(23, 43);

    private final LastWord lastWord = new LastWord();

    @Test
    void nobodyHasSaidOneAsLongAsTheOutputIsOpen() {
        lastWord.beginReading();
        assertEquals(Output.OPEN, lastWord.output(false));
        lastWord.endReading(false, Output.CLOSE_NOTIFY);
        assertEquals(Output.OPEN, lastWord.output(false));
    }

    @Test
    void whoeverClosesSaysIt() throws Exception {
        lastWord.beginReading();
        assertTrue(close());
        lastWord.endReading(true, Output.FATAL_ALERT);
        assertEquals(Output.CLOSE_NOTIFY, lastWord.output(true));
    }

    @Test
    void aFatalAlertIsTheLastWordAndNoCloseNotifyFollows() throws Exception {
        lastWord.beginReading();
        assertTrue(goesOut(ALERT));
        assertFalse(close());
        lastWord.endReading(true, Output.FATAL_ALERT);
        assertEquals(Output.FATAL_ALERT, lastWord.output(true));
    }

    /** As no_renegotiation: the reader comes back from it before he is in the transport again. */
    @Test
    void rule2_1_aWarningIsNoLastWordOnceTheReaderIsBack() throws Exception {
        lastWord.beginReading();
        assertTrue(goesOut(ALERT));
        lastWord.endReading(false, Output.FATAL_ALERT);
        assertTrue(close());
        assertEquals(Output.CLOSE_NOTIFY, lastWord.output(true));
    }

    @Test
    void anEncryptedAlertIsOneByItsLength() throws Exception {
        lastWord.beginReading();
        assertTrue(goesOut(ENCRYPTED_ALERT));
        assertFalse(close());
    }

    @Test
    void anAnswerToAKeyUpdateIsNoLastWord() throws Exception {
        lastWord.beginReading();
        assertTrue(goesOut(KEY_UPDATE));
        assertTrue(close());
    }

    @Test
    void whoeverReadsOnHasNotSaidIt() throws Exception {
        lastWord.beginReading();
        assertTrue(goesOut(ALERT));
        lastWord.enterTransport();
        assertTrue(close());
        lastWord.leaveTransport();
        assertEquals(Output.CLOSE_NOTIFY, lastWord.output(true));
    }

    @Test
    void thePeersFatalAlertEndsItWithoutAWord() {
        lastWord.beginReading();
        lastWord.endReading(true, Output.FATAL_ALERT);
        assertEquals(Output.SILENCE, lastWord.output(true));
    }

    @Test
    void whoeverFindsItEndedWaitsForTheReader() throws Exception {
        lastWord.beginReading();
        FutureTask<Output> writer = inAnotherThread(() -> {
            lastWord.await();
            return lastWord.output(true);
        });
        assertEquals(Output.OPEN, lastWord.output(true));
        lastWord.endReading(true, Output.FATAL_ALERT);
        assertEquals(Output.SILENCE, writer.get());
    }

    /** Who is in the transport has not ended it, and may be there for long. */
    @Test
    void nobodyWaitsForAReaderInTheTransport() throws Exception {
        lastWord.beginReading();
        FutureTask<Output> writer = inAnotherThread(() -> {
            lastWord.await();
            return lastWord.output(true);
        });
        lastWord.enterTransport();
        assertEquals(Output.SILENCE, writer.get());
    }

    private boolean close() throws Exception {
        return inAnotherThread(() -> {
                    lastWord.beginClosing();
                    try {
                        return goesOut(ALERT);
                    } finally {
                        lastWord.endClosing();
                    }
                })
                .get();
    }

    private boolean goesOut(byte... record) {
        return lastWord.mayGoOut(record, 0, record.length);
    }

    private static <T> FutureTask<T> inAnotherThread(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    private static byte[] record(int type, int length) {
        byte[] record = new byte[length];
        record[0] = (byte) type;
        return record;
    }
}
