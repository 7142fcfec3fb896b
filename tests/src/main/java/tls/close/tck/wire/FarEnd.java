// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * The end of a connection that the test holds.
 *
 * <p>It sends when told to and takes nothing from the wire unasked, so that a test decides what is in flight. Each
 * wait ends at a {@link Deadline} with an {@link AssertionError}.
 */
public interface FarEnd {
    /**
     * Sends bytes, all of them, in one segment where they fit one.
     *
     * @param bytes what the near end can read then
     * @throws IOException if the near end is gone
     */
    void send(byte... bytes) throws IOException;

    /**
     * Takes what has come, without waiting.
     *
     * @param limit how many bytes at most
     * @return maybe nothing
     * @throws IOException if the near end reset the connection
     */
    byte[] receive(int limit) throws IOException;

    /**
     * Waits until there is something to receive, or the near end has finished.
     *
     * @param limit how long at most
     * @return whether {@link #receive(int)} or {@link #isAtEnd} now has news
     * @throws IOException if the connection fails
     */
    boolean awaitInput(Duration limit) throws IOException;

    /**
     * Whether the near end has finished sending and everything was received.
     *
     * @return true once a {@link #receive(int)} met the end
     */
    boolean isAtEnd();

    /**
     * Ends the sending in an orderly way: a FIN on TCP. Receiving goes on.
     *
     * @throws IOException if the connection fails
     */
    void finish() throws IOException;

    /**
     * Ends both directions with an error for the near end: a RST on TCP.
     *
     * @throws IOException if the connection fails
     */
    void reset() throws IOException;

    /**
     * Sends bytes, each in a segment of its own.
     *
     * @param bytes what the near end can read then
     * @throws IOException if the near end is gone
     */
    default void sendOneByOne(byte... bytes) throws IOException {
        for (byte each : bytes) {
            send(each);
        }
    }

    /**
     * Takes all that has come, without waiting.
     *
     * @return maybe nothing
     * @throws IOException if the near end reset the connection
     */
    default byte[] receive() throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] some = receive(1 << 16);
        while (some.length > 0) {
            received.writeBytes(some);
            some = receive(1 << 16);
        }
        return received.toByteArray();
    }

    /**
     * Waits for so many bytes, and takes no more than these.
     *
     * @param count how many
     * @return as many
     * @throws IOException if the near end reset the connection
     */
    default byte[] receiveExactly(int count) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream(count);
        Deadline deadline = Deadline.orElse(() -> "Only " + received.size() + " of " + count + " bytes came");
        while (received.size() < count) {
            received.writeBytes(receive(count - received.size()));
            if (received.size() < count) {
                if (isAtEnd()) {
                    throw new AssertionError("The end came after " + received.size() + " of " + count + " bytes");
                }
                awaitInput(deadline.remaining());
            }
        }
        return received.toByteArray();
    }

    /**
     * Waits for a whole record, and takes no more than that.
     *
     * @return the record
     * @throws IOException if the near end reset the connection
     */
    default TlsRecord receiveRecord() throws IOException {
        byte[] header = receiveExactly(TlsRecord.HEADER_LENGTH);
        int length = TlsRecord.lengthAt(header, 0);
        byte[] whole = Arrays.copyOf(header, length);
        byte[] body = receiveExactly(length - header.length);
        System.arraycopy(body, 0, whole, header.length, body.length);
        return TlsRecord.from(whole, 0);
    }

    /**
     * Waits until the near end has finished, and takes all that comes until then.
     *
     * @return maybe nothing
     * @throws IOException if the near end reset the connection
     */
    default byte[] receiveToEnd() throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        Deadline deadline = Deadline.orElse(() -> "The near end has not finished, after " + received.size() + " bytes");
        received.writeBytes(receive());
        while (!isAtEnd()) {
            awaitInput(deadline.remaining());
            received.writeBytes(receive());
        }
        return received.toByteArray();
    }
}
