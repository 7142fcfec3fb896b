// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import tls.close.internal.connection.ByeAll;

/**
 * One TLS connection over a transport that belongs to the caller.
 *
 * <p>It has an input side and an output side, independent of each other. Each is open, then closed, and once closed
 * stays closed (rule 1.1). {@link #bye bye} closes them properly; the end of the transport, a fatal alert or an
 * unacceptable record closes them too, but is never taken for a proper end (rules 4.1 to 4.7).
 *
 * <p><b>The transport</b> is never closed by the connection, with one exception: a flush that is stuck in a blocking
 * write past its deadline (rules 5.1, 7.4). Not one byte past the record with the peer's close_notify is taken from it
 * (rule 5.2). While the connection is in use, nobody else may read from the transport or write to it.
 *
 * <p><b>Blocking and non-blocking.</b> Over a socket or a channel in blocking mode every call blocks until it is done.
 * Over a channel that returns without progress, each call does what it can, keeps its place, and is to be made again:
 * {@link #interestOps()} says for what to wait (rules 6.1 to 6.4).
 *
 * <p><b>Threads.</b> One reader, one writer and any number of closers may use a connection at the same time, virtual
 * threads included; no monitor is held across I/O (rule 8.1). {@code bye} and {@code close()} may also be called from a
 * trust manager, a key manager or a delegated task of the connection's own handshake (rule 8.4): what the thread cannot
 * do while the backend is in the middle of something, it does when it returns from there. {@code handshake}, {@code read}
 * and {@code write} are refused there with an {@link IOException}, and what they were called from goes on.
 *
 * <pre>{@code
 * try (TlsConnection opened = tls.open(socket, TlsEndpoint.client("example.org", 443))) {
 *     opened.outputStream().write(request);
 *     opened.bye(CloseRequest.SHUT_WR);
 *     byte[] answer = opened.inputStream().readAllBytes(); // all of it, or an exception
 * }
 * }</pre>
 */
public interface TlsConnection extends ByteChannel {

    /**
     * Goes on with the handshake. {@link #read read} and {@link #write write} do it by themselves where it is still to
     * be done. How much a peer may send is bounded, and how long it may take: by
     * {@link TlsEndpoint#handshakeTimeout(java.time.Duration)} for the whole (rule 7.8), and by the socket's own timeout
     * for each read.
     *
     * @return {@link Progress#DONE} when the connection is established, otherwise what to wait for
     * @throws TruncationException if the transport ended
     * @throws FatalAlertException if the peer refused, also where the transport takes nothing more since (rule 4.7)
     * @throws CloseTimeoutException if it was not done in time: the connection has failed
     * @throws javax.net.ssl.SSLException if we refused: the certificate, the host name, the protocol
     * @throws java.io.InterruptedIOException if the thread was interrupted or a timeout of the socket expired; the call
     *     can be made again
     * @throws java.nio.channels.ClosedChannelException if the connection was closed before
     * @throws IOException if the transport failed
     */
    Progress handshake() throws IOException;

    /**
     * Reads application data.
     *
     * @param dst where to put it
     * @return the number of bytes, at least one on a blocking transport; 0 if {@code dst} is full or, without blocking,
     *     nothing could be read; -1 after the peer's close_notify, or after a truncation if the endpoint is
     *     {@linkplain TlsEndpoint#lenientTruncation lenient}
     * @throws TruncationException if the transport ended without the peer's close_notify (rule 4.1)
     * @throws FatalAlertException if the peer sent a fatal alert (rule 4.4)
     * @throws PlaintextException if, after our close_notify was asked for, the peer sent what is no TLS (rule 4.6)
     * @throws javax.net.ssl.SSLException if the peer sent something that is not acceptable (rule 4.3)
     * @throws java.nio.channels.ClosedChannelException after {@code bye(SHUT_RDWR)} was done (rule 3.7) or after
     *     {@link #close()}
     * @throws java.io.InterruptedIOException if a timeout of the socket expired; the call can be made again
     * @throws IOException if the transport failed (rule 4.5)
     */
    @Override
    int read(ByteBuffer dst) throws IOException;

    /**
     * Writes application data. On a non-blocking transport up to one record may be accepted that the transport does
     * not yet take: {@link #interestOps()} then has {@code OP_WRITE}, and the next call of any kind sends it first.
     * Writing an empty buffer only sends what is left.
     *
     * @param src the data
     * @return the number of bytes taken from {@code src}; all of them on a blocking transport
     * @throws java.nio.channels.ClosedChannelException if the output side is closed (rule 2.2): by {@code bye}, or by a
     *     backend that cannot write any more once the peer has closed; if it failed before, that is the cause
     * @throws FatalAlertException if the transport failed and the peer's fatal alert, which has come, says why (rule 4.7)
     * @throws IOException if the handshake or the transport failed, as in {@link #handshake()}
     */
    @Override
    int write(ByteBuffer src) throws IOException;

    /**
     * Ends the connection within {@link CloseLimits#DEFAULT}.
     *
     * @param how which sides
     * @return as {@link #bye(CloseRequest, CloseLimits)}
     * @throws IOException as {@link #bye(CloseRequest, CloseLimits)}
     */
    default Progress bye(CloseRequest how) throws IOException {
        return bye(how, CloseLimits.DEFAULT);
    }

    /**
     * Ends the output side, or both sides. May be called again: to go on after {@link Progress#WANT_READ} or
     * {@link Progress#WANT_WRITE}, after an interrupt or a timeout, to follow {@code SHUT_WR} with {@code SHUT_RDWR},
     * or for nothing. At most one close_notify is sent (rules 2.4, 3.5, 6.2, 8.3).
     *
     * <p>Before the handshake began nothing is sent, and during the handshake user_canceled and close_notify are sent
     * and not waited for; either is {@link Progress#DONE} but not {@linkplain CloseReport#orderly() orderly} (rules
     * 9.1, 9.2).
     *
     * <p>While {@code SHUT_RDWR} waits it discards what arrives: a {@code read} before it is done, in this thread or another,
     * returns what comes behind that. A reader that is inside {@code read} keeps what it gets, and meets the end itself.
     *
     * <p><b>What {@code DONE} proves.</b> For {@code SHUT_WR}: the transport has taken everything that was written, and
     * the alert behind it. Not that it has arrived: if the socket is closed while bytes of the peer lie in it unread (in
     * TLS 1.3 the server's tickets do, when a client only writes), the system sends a reset, and that takes with it what
     * the peer has not read yet. {@link #close()} before the socket's takes what has come by then (rule 2.5); what comes
     * later only {@code SHUT_RDWR} covers. For {@code SHUT_RDWR}: the peer has ended its side, and everything that it
     * sent has arrived. That it has <i>read</i> everything nobody can promise but the peer, in the application's own
     * protocol; many peers answer a close_notify only when they have.
     *
     * @param how which sides
     * @param limits what it may cost; the time runs from the first call with this request until one returns {@link
     *     Progress#DONE} or throws (rule 7.1)
     * @return {@link Progress#DONE} when the close_notify is with the transport and, for {@code SHUT_RDWR}, the peer's
     *     authenticated close_notify has been read; otherwise what to wait for. {@link Progress#WANT_TASK} inside a
     *     callback of the connection's own handshake: the goodbye follows by itself when that has returned. While a task
     *     runs in the endpoint's {@linkplain TlsEndpoint#delegatedTasks executor} nothing follows by itself: call again
     *     when it has run
     * @throws TruncationException if the transport ended instead (rule 4.1), also for a lenient endpoint (rule 4.2)
     * @throws FatalAlertException if the peer's fatal alert came instead (rule 4.4)
     * @throws CloseTimeoutException if the time is over (rule 7.2)
     * @throws DiscardLimitException if the peer sends more than the limits allow (rule 7.6)
     * @throws PlaintextException if the peer went on in plaintext instead (rule 4.6)
     * @throws javax.net.ssl.SSLException if the peer sent something that is not acceptable (rule 4.3)
     * @throws java.io.InterruptedIOException if the thread was interrupted; its interrupt status stays set and the call
     *     can be made again (rule 7.3)
     * @throws java.nio.channels.ClosedChannelException after {@link #close()}, if the end was not reached by then
     * @throws IOException if the transport failed (rule 4.5)
     */
    Progress bye(CloseRequest how, CloseLimits limits) throws IOException;

    /**
     * Ends many connections at once, as a server does when it goes down: says close_notify on all of them, then waits for
     * all of the peers, within one deadline (rules 2 and 3). Blocks until each has come to an outcome. Neither a silent
     * peer nor a write that is stuck holds up another connection.
     *
     * <p>What holds for {@link #bye(CloseRequest, CloseLimits) bye} holds for each connection here: of other threads in it,
     * of a goodbye that was begun before, of a handshake that is not done. The outcome is an exception where {@code bye}
     * would throw it. Called in a callback of one of the connections' own handshake, that one's outcome is an
     * {@code IOException}, and its goodbye follows by itself.
     *
     * <p><b>Transports.</b> A {@link java.nio.channels.SelectableChannel} in either mode is waited for in the calling
     * thread, by one selector: it may be registered with selectors of the caller's, whose keys stay as they are. One in
     * blocking mode is in non-blocking mode meanwhile, unless another thread is blocked in it, so that only connections
     * may use it. Sockets, other channels that block, and whatever another thread is in, are served by daemon threads of
     * ours, of which there are more only while some are stuck. A channel that does not block and is not selectable is
     * refused: nothing can wait on it. A connection inside another one of these is ended before that one.
     *
     * <p><b>Interrupts</b> (rule 7.3). The call returns within about a tenth of a second, the interrupt status stays set,
     * and the outcome of what was waited for is an {@link java.io.InterruptedIOException}: that goodbye can be repeated. An
     * interrupt before the call lets the alerts go out first. What is stuck in a blocking write then, or waits for another
     * thread's, goes on by itself until the deadline.
     *
     * @param connections of any backends and transports; one that is given twice is ended once
     * @param how which sides of each
     * @param limits what it may cost: one time for all of them, and for each connection bytes and records of its own.
     *     Zero time tries once; with {@link CloseLimits#NONE} it waits for as long as the slowest peer takes. A blocking
     *     call into a transport that not even closing it ends is left to itself a second after the time
     * @return the outcomes, one for each connection given, in their order
     * @throws IllegalArgumentException if nothing can wait for one of the connections, or it is none of a {@link
     *     TlsContext}; the message says which, and nothing was sent on any
     * @throws NullPointerException if one of the connections is null; nothing was sent on any
     * @throws IOException if no selector can be opened; nothing was sent on any
     */
    static List<CloseOutcome> byeAll(
            Collection<? extends TlsConnection> connections, CloseRequest how, CloseLimits limits) throws IOException {
        return ByeAll.end(connections, how, limits);
    }

    /**
     * For what the last calls that could not go on are waiting: {@link java.nio.channels.SelectionKey#OP_READ},
     * {@link java.nio.channels.SelectionKey#OP_WRITE}, both if a reader and a writer wait for different things, or 0.
     * Never blocks. Whoever finds 0 after a call that came to nothing has been overtaken by another thread, as by one that
     * closes, or waits for a {@linkplain Progress#WANT_TASK task}: the next call says which.
     *
     * @return a set of operations as in {@link java.nio.channels.SelectionKey#interestOps()}
     */
    int interestOps();

    /**
     * Whether application data may still arrive. Never blocks; once false, stays false (rule 1.2).
     *
     * @return false once the input side has ended, in whatever way
     */
    boolean isInputOpen();

    /**
     * Whether application data may still be written. Never blocks; once false, stays false (rule 1.2). A backend that
     * answers the peer's close_notify by itself closes this side with it.
     *
     * @return false once the output side has ended, in whatever way
     */
    boolean isOutputOpen();

    /**
     * What is known of the end so far. Never blocks (rule 10.1).
     *
     * @return a snapshot
     */
    CloseReport report();

    /**
     * The address of the other end, for logs: of a socket or a {@link java.nio.channels.SocketChannel} that is connected,
     * or was; inside another connection that one's.
     *
     * @return empty where the transport knows none
     */
    Optional<SocketAddress> peerAddress();

    /**
     * The TLS session: peer certificates, cipher suite, protocol. It stays {@linkplain SSLSession#isValid() valid}, so
     * that a later connection of the same context may resume it, after every end but a fatal alert, sent or received:
     * also after {@code SHUT_WR} alone, and after truncation (rule 10.3).
     *
     * @return the session; before the handshake is done it is the backend's placeholder
     */
    SSLSession sslSession();

    /**
     * The protocol that ALPN chose (RFC 7301).
     *
     * @return its name, empty if none was chosen or the handshake is not done
     */
    String applicationProtocol();

    /**
     * The input side as a stream over a blocking transport. Closing the stream {@linkplain #close() closes} the
     * connection.
     *
     * @return a stream; its {@code read} throws what {@link #read(ByteBuffer)} throws, and
     *     {@link java.nio.channels.IllegalBlockingModeException} where that would return 0 because the transport has
     *     nothing; a delegated task in another thread is waited for; {@code available} says how much is left of a record
     *     that is decrypted
     */
    InputStream inputStream();

    /**
     * The output side as a stream over a blocking transport, unbuffered: each write is at least one record. Closing the
     * stream {@linkplain #close() closes} the connection.
     *
     * <p>In TLS 1.2, a writer that meets another handshake waits until the data that came before it has been read; if nobody
     * reads for as long as a handshake may take, it fails with an {@link java.io.IOException}.
     *
     * @return a stream; its {@code write} throws what {@link #write(ByteBuffer)} throws, and
     *     {@link java.nio.channels.IllegalBlockingModeException} where that would not take all because the transport does
     *     not; a delegated task in another thread is waited for
     */
    OutputStream outputStream();

    /**
     * Lets go of the connection, quietly: sends close_notify behind what was written, if one is owed and can go out
     * within {@link CloseLimits#DEFAULT}, does not wait for the peer, frees what the backend holds and leaves the
     * transport alone (rule 10.2). What went wrong is in the {@link #report()}. Idempotent.
     *
     * <p>Before it lets go it takes the records that are there to be read, and throws them away: left unread, they would
     * make the closing of the socket a reset, and the peer could lose what was written (rule 2.5). It takes none where a
     * transport cannot say whether reading would wait.
     *
     * <p><b>Beside other threads</b> (rule 8.4) new calls are refused at once, a {@code write} ends behind the record
     * that it is in, a {@code bye} that waits ends, and only when the alert is out is the transport let go. A writer that
     * is stuck keeps the alert from going out: then {@code close()} gives up at its limit, leaves writer and transport
     * alone, and the report says that nothing was sent. Where another thread's {@code bye} is in the middle of the alert
     * at that time, the alert may still go out with it, and until that thread has left the report says
     * {@link CloseReport.Sent#CLOSE_NOTIFY_PENDING}. A reader that is blocked in the caller's own socket stays there
     * until the transport moves or is closed. A thread's interrupt status costs nothing: it is what it was when
     * {@code close()} returns.
     *
     * <p>A connection that is merely closed cannot know whether the peer had more to say: call
     * {@link #bye(CloseRequest) bye(SHUT_RDWR)} first where that matters.
     */
    @Override
    void close();

    /**
     * Lets go of the connection as {@link #close()} does, within limits of the caller's.
     *
     * @param limits what it may cost: zero time tries once and waits for nobody, as it does over a transport that doesn't
     *     block, whatever the time; {@link CloseLimits#NONE} counts as {@link CloseLimits#DEFAULT}
     */
    void close(CloseLimits limits);

    /**
     * Whether {@link #close()} has not been called.
     *
     * @return false after {@link #close()}
     */
    @Override
    boolean isOpen();
}
