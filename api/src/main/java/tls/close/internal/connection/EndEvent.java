// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import tls.close.CloseReport;
import tls.close.ConnectionEnd;

/**
 * The end of a TLS connection, for the JDK's flight recorder. One that failed has a name of its own, as {@code jfr print}
 * and a recording's settings pick events by their names.
 *
 * <p>No method here may choose between the two: the recorder of JDK 17 rewrites the class as it is loaded, and to find
 * what they have in common it would load them a second time.
 */
@Category({"TLS", "Close"})
@StackTrace(false)
abstract class EndEvent extends Event {

    /** One that ended as it may. */
    @Name("tls.close.ConnectionEnd")
    @Label("TLS Connection End")
    @Description("How a TLS connection ended in which nothing failed")
    static final class Proper extends EndEvent {}

    /** One that somebody should look at. */
    @Name("tls.close.ConnectionFailure")
    @Label("TLS Connection Failure")
    @Description("How a TLS connection ended that was cut off, refused, or failed otherwise")
    static final class Failure extends EndEvent {}

    @Label("Endpoint")
    @Description("Which end we were")
    String endpoint = "";

    @Label("Peer")
    @Description("The address of the other end, where the transport knows it")
    String peer = "";

    @Label("Cause")
    String cause = "";

    @Label("Detail")
    @Description("What the backend or the transport said")
    String detail = "";

    @Label("Alert")
    @Description("The number of the fatal alert that was received, or -1")
    int alert = -1;

    @Label("Alert Name")
    String alertName = "";

    @Label("Protocol")
    String protocol = "";

    @Label("Orderly")
    @Description("Whether the peer's close_notify was received")
    boolean orderly;

    @Label("Sent")
    String sent = "";

    @Label("Received")
    String received = "";

    @Label("First")
    @Description("Who ended first")
    String first = "";

    @Label("Cut After")
    @Description("How many bytes of a record had come when the transport ended in it")
    int cutAfter;

    @Label("Flush Time")
    @Description("From the request to close until close_notify was with the transport; negative if it never was")
    @Timespan
    long flushTime = -1;

    @Label("Peer Time")
    @Description("From the request to close until the peer's close_notify was read; negative if it was not, or before")
    @Timespan
    long peerTime = -1;

    @Label("Read")
    @Description("Application data")
    @DataAmount
    long bytesRead;

    @Label("Written")
    @Description("Application data")
    @DataAmount
    long bytesWritten;

    @Label("Discarded")
    @DataAmount
    long discardedBytes;

    final void fill(ConnectionEnd end) {
        CloseReport report = end.report();
        endpoint = end.endpoint().toString();
        peer = end.peerInWords();
        cause = end.cause();
        detail = end.detail().orElse("");
        alert = report.alert().orElse(-1);
        alertName = end.alertName().orElse("");
        protocol = report.protocol();
        orderly = report.orderly();
        sent = report.sent().name();
        received = report.received().name();
        first = report.first().name();
        cutAfter = report.cutAfter();
        report.flushTime().ifPresent(time -> flushTime = time.toNanos());
        report.peerTime().ifPresent(time -> peerTime = time.toNanos());
        bytesRead = end.bytesRead();
        bytesWritten = end.bytesWritten();
        discardedBytes = report.discardedBytes();
    }
}
