// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import tls.close.CloseReport;
import tls.close.TlsEndpoint;

/** The end of a TLS connection, for the JDK's flight recorder. */
@Name("tls.close.ConnectionEnd")
@Label("TLS Connection End")
@Description("How a TLS connection ended")
@Category({"TLS", "Close"})
@StackTrace(false)
final class ConnectionEndEvent extends Event {
    @Label("Endpoint")
    String endpoint = "";

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

    @Label("Discarded")
    @DataAmount
    long discardedBytes;

    static void commit(TlsEndpoint endpoint, CloseReport report) {
        ConnectionEndEvent event = new ConnectionEndEvent();
        if (event.shouldCommit()) {
            event.endpoint = endpoint.toString();
            event.protocol = report.protocol();
            event.orderly = report.orderly();
            event.sent = report.sent().name();
            event.received = report.received().name();
            event.first = report.first().name();
            event.discardedBytes = report.discardedBytes();
            event.commit();
        }
    }
}
