// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static tls.close.culprit.Culprit.BLOCKING;
import static tls.close.culprit.Culprit.NON_BLOCKING;
import static tls.close.culprit.Culprit.SOCKET;
import static tls.close.culprit.Culprit.api;
import static tls.close.culprit.Mutation.in;

import java.util.List;

/** What no backend can break: the API with other words in it. */
final class BrokenConnections {
    private static final String CONNECTION = "internal.connection.";
    private static final String RECORD = "internal.record.";
    private static final String TRANSPORT = "internal.transport.";

    static final List<Culprit> ALL = List.of(
            api(
                            "1.2",
                            "waits for whoever writes before it says whether one can write",
                            in(
                                    CONNECTION + "Connection",
                                    "return transport.isOurs() && state.sides().output() == OutputSide.OPEN;",
                                    "try { sender.flush(Deadline.after(java.time.Duration.ofHours(1))); } catch (IOException e) { return false; }"
                                            + " return state.sides().output() == OutputSide.OPEN;"))
                    .hanging(),
            api(
                    "2.2",
                    "tells a writer that it is his mistake",
                    in(
                            CONNECTION + "Sender",
                            "answer(by); throw state.outputClosed();",
                            "answer(by); if (by == null) { throw new IllegalStateException(); } throw state.outputClosed();")),
            api(
                    "2.4",
                    "fails where the request was fulfilled before",
                    in(
                            CONNECTION + "Exchange",
                            "return fulfilled;",
                            "if (fulfilled) { throw new ClosedChannelException(); } return false;")),
            api(
                    "2.5",
                    "lets go with what can be read unread",
                    in(CONNECTION + "Release", "new Drain(connection).takeWhatIsHere(limits, deadline);", "")),
            api(
                            "3.1",
                            "does not wait for the peer",
                            in(
                                    CONNECTION + "Drain",
                                    "if (state.sides().needsNoMoreInput()) { return Progress.DONE; // Whoever is still",
                                    "if (limits != null) { return Progress.DONE; // Whoever is still"))
                    .by("Initiator#"),
            api(
                    "3.4",
                    "takes a close_notify that is here for an end too soon",
                    in(
                            CONNECTION + "Sides",
                            "return input == InputSide.CLOSE_NOTIFY || input == InputSide.UNUSED;",
                            "return input == InputSide.UNUSED;")),
            api(
                    "3.6",
                    "is content with a half-close when more is asked for later",
                    in(
                            CONNECTION + "Exchange",
                            "now.hasClosedOutput() && (how == CloseRequest.SHUT_WR || now.needsNoMoreInput())",
                            "now.hasClosedOutput()")),
            api("3.7", "keeps what it should hand back", in(CONNECTION + "HeldTransport", "super.handBack();", "")),
            api(
                    "4.2",
                    "is strict where it was asked to be lenient",
                    in(CONNECTION + "Receiver", "side == InputSide.TRUNCATED && lenient", "side == null && lenient")),
            api(
                    "4.7",
                    "does not look for the alert that explains a failed write",
                    in(CONNECTION + "Drain", "try { look(deadline); }", "try { }")),
            api(
                    "5.4",
                    "calls every transport reusable",
                    in(
                            "CloseReport",
                            "boolean transportReusable() { return sent == Sent.CLOSE_NOTIFY",
                            "boolean transportReusable() { return sent != null || sent == Sent.CLOSE_NOTIFY")),
            api(
                            "6.1",
                            "waits for the wrong readiness",
                            in(
                                    CONNECTION + "ConnectionState",
                                    "transport.interestOps(SelectionKey.OP_READ)",
                                    "transport.interestOps(SelectionKey.OP_WRITE)"))
                    .on(NON_BLOCKING),
            api(
                            "6.2",
                            "forgets what the transport has not taken",
                            in(
                                    RECORD + "EngineOutput",
                                    "if (made.hasRemaining()) {",
                                    "if (made.hasRemaining() && made.position() == 0) {"))
                    .on(NON_BLOCKING),
            api(
                            "6.3",
                            "hands tasks out though nobody can come back for them",
                            in(
                                    RECORD + "EngineRecordLayer",
                                    "executor.filter(e -> !transport.isBlocking())",
                                    "executor.filter(e -> transport != null)"))
                    .on(BLOCKING),
            api(
                            "6.4",
                            "asks the transport again and again",
                            in(
                                    TRANSPORT + "ChannelTransport",
                                    "returnsAtOnce |= count == 0 && deadline != Deadline.NOW;",
                                    "for (int i = 0; i < 1000 && direct && count == 0; i++) { count = channel.read(dst); }"
                                            + " returnsAtOnce |= count == 0 && deadline != Deadline.NOW;"))
                    .on(NON_BLOCKING),
            api(
                            "6.5",
                            "lets a flood keep a loop from everything else",
                            in(
                                    CONNECTION + "Receiver",
                                    "return empty >= MOST_EMPTY_AT_ONCE",
                                    "return empty >= MOST_EMPTY_AT_ONCE << 16"))
                    .on(NON_BLOCKING),
            api(
                    "6.6",
                    "reads on while an answer is unsent",
                    in(
                            RECORD + "EngineOutput",
                            "boolean owesAnswer() { return (phase == Phase.OPEN",
                            "boolean owesAnswer() { return (phase == Phase.RELEASED")),
            api(
                            "7.4",
                            "does not say that it had to give up the transport",
                            in(
                                    TRANSPORT + "Watchdog",
                                    "throw end(watch) ? e : new TransportAbandonedException(e);",
                                    "end(watch); throw e;"))
                    .on(SOCKET),
            api(
                    "7.6",
                    "counts bytes and no records",
                    in(
                            CONNECTION + "EndNotes",
                            "|| discardedRecords > limits.discardedRecords()",
                            "|| discardedRecords < 0")),
            api(
                            "7.7",
                            "borrows threads of the common pool",
                            in(
                                    TRANSPORT + "OwnThread",
                                    "thread.start();",
                                    "java.util.concurrent.ForkJoinPool.commonPool().execute(task);"))
                    .on(SOCKET)
                    .hanging(),
            api(
                            "7.8",
                            "gives a handshake more time than there is",
                            in(
                                    CONNECTION + "Handshaker",
                                    "end == null ? Deadline.after(state.handshakeTimeout()) : end;",
                                    "Deadline.after(state.handshakeTimeout().multipliedBy(1000));"))
                    .on(SOCKET)
                    .by("aSilentPeer")
                    .hanging(),
            api(
                            "7.9",
                            "reads nothing while it cannot write",
                            in(
                                    CONNECTION + "Exchange",
                                    "if (sent == Progress.WANT_WRITE && state.sides().input() == InputSide.OPEN) {",
                                    "if (sent == Progress.WANT_TASK && state.sides().input() == InputSide.OPEN) {"))
                    .on(NON_BLOCKING),
            api(
                    "8.3",
                    "tells the second closer that it was late",
                    in(
                            CONNECTION + "Drain",
                            "if (state.sides().input() != InputSide.OPEN) { return Progress.DONE; }",
                            "if (state.sides().input() != InputSide.OPEN) { throw state.timeout(PEER_LATE); }")),
            api(
                    "8.4",
                    "lets go before the alert is out",
                    in(
                            CONNECTION + "Release",
                            "Deadline deadline = Deadline.after(limits.timeout());",
                            "connection.transport().letGo(); Deadline deadline = Deadline.after(limits.timeout());")),
            api(
                    "9.1",
                    "says goodbye to nobody",
                    in(
                            CONNECTION + "Sides",
                            "case NEW -> with(OutputSide.UNUSED).end(InputSide.UNUSED);",
                            "case NEW -> with(OutputSide.CLOSING);")),
            api(
                    "11.1",
                    "takes whoever is there",
                    in(
                            "Discovery",
                            "provider -> provider.name().equals(name)",
                            "provider -> !provider.name().equals(name + name)")),
            api(
                    "11.2",
                    "does not say what is installed",
                    in(
                            "Discovery",
                            "return \"no usable TLS backend is named '\" + name + \"'\" + meant(name) + \"; \" + there",
                            "return \"no usable TLS backend is named '\" + name + \"'\" + meant(name)")),
            api(
                    "11.3",
                    "prefers its own",
                    in("TlsProviders", "get(System.getProperty(PREFERRED_PROPERTY, DEFAULT))", "get(DEFAULT)")),
            api(
                    "11.4",
                    "looks only where the context class loader does",
                    in(
                            "Discovery",
                            "ServiceLoader.load(TlsProvider.class, TlsProvider.class.getClassLoader())",
                            "ServiceLoader.load(TlsProvider.class)")),
            api(
                            "12.4",
                            "believes whatever length a header announces",
                            in(
                                    RECORD + "Tls",
                                    "HEADER + bodyLength(header) <= Buffers.MAX_RECORD",
                                    "HEADER + bodyLength(header) > 0"))
                    .on(NON_BLOCKING)
                    .by("AnnouncedTooLong"));

    private BrokenConnections() {}
}
