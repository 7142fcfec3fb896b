// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;

/**
 * A {@link CloseReport} as exceptions carry it: serializable, with -1 and null for what is absent.
 *
 * @param protocol {@link CloseReport#protocol()}
 * @param sent {@link CloseReport#sent()}
 * @param received {@link CloseReport#received()}
 * @param first {@link CloseReport#first()}
 * @param alert {@link CloseReport#alert()}, or -1
 * @param cutAfter {@link CloseReport#cutAfter()}
 * @param discardedBytes {@link CloseReport#discardedBytes()}
 * @param discardedRecords {@link CloseReport#discardedRecords()}
 * @param controlRecords {@link CloseReport#controlRecords()}
 * @param flushTime {@link CloseReport#flushTime()}, or null
 * @param peerTime {@link CloseReport#peerTime()}, or null
 */
record SerializedCloseReport(
        String protocol,
        Sent sent,
        Received received,
        First first,
        int alert,
        int cutAfter,
        long discardedBytes,
        long discardedRecords,
        long controlRecords,
        @Nullable Duration flushTime,
        @Nullable Duration peerTime)
        implements Serializable {

    SerializedCloseReport(CloseReport report) {
        this(
                report.protocol(),
                report.sent(),
                report.received(),
                report.first(),
                report.alert().orElse(-1),
                report.cutAfter(),
                report.discardedBytes(),
                report.discardedRecords(),
                report.controlRecords(),
                report.flushTime().orElse(null),
                report.peerTime().orElse(null));
    }

    CloseReport report() {
        return new CloseReport(
                protocol,
                sent,
                received,
                first,
                alert < 0 ? OptionalInt.empty() : OptionalInt.of(alert),
                cutAfter,
                discardedBytes,
                discardedRecords,
                controlRecords,
                Optional.ofNullable(flushTime),
                Optional.ofNullable(peerTime));
    }
}
