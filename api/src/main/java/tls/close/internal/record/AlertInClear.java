// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.OptionalInt;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

/**
 * Looks in a transport itself for a fatal alert that is not encrypted: to an engine whose handshake was canceled it is over,
 * and it reads nothing more.
 */
public final class AlertInClear {
    /** More than a whole flight of a handshake has. */
    private static final int MOST_RECORDS = 1 << 5;

    private final RecordReader reader;

    private boolean over;

    public AlertInClear(Transport transport) {
        this.reader = new RecordReader(transport);
    }

    /** Goes on where it stopped; reads as long as the transport has something, up to what is no TLS. */
    public OptionalInt find() throws IOException {
        OptionalInt found = OptionalInt.empty();
        for (int i = 0; i < MOST_RECORDS && found.isEmpty() && nextIsHere(); i++) {
            found = Tls.fatalAlertInClear(reader.record());
            reader.forget();
        }
        return found;
    }

    /** Whether nothing more can come: the transport has ended or failed, or goes on with what is no TLS. */
    public boolean isOver() {
        return over;
    }

    private boolean nextIsHere() throws IOException {
        try {
            Step step = reader.fill(Tls.HEADER);
            over = step == Step.END_OF_TRANSPORT || reader.isStray();
            return step == Step.TAKEN && !over;
        } catch (ClosedChannelException | InterruptedIOException e) {
            throw e; // That is ours, or may pass.
        } catch (IOException e) {
            over = true;
            throw e;
        }
    }
}
