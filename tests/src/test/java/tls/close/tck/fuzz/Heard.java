// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the near end has read, each piece at its place in what the peer has said: between them some is thrown away. */
final class Heard {
    private record Piece(long start, ByteBuffer bytes) {
        boolean isPartOf(ByteBuffer said) {
            return start + bytes.remaining() <= said.remaining()
                    && said.slice((int) start, bytes.remaining()).equals(bytes);
        }
    }

    private final List<Piece> pieces = new ArrayList<>();
    private long read;

    /** After so many that were thrown away. */
    void read(long discarded, byte... bytes) {
        pieces.add(new Piece(read + discarded, ByteBuffer.wrap(bytes)));
        read += bytes.length;
    }

    /** How many bytes were read. */
    long length() {
        return read;
    }

    boolean isPartOf(byte... said) {
        ByteBuffer whole = ByteBuffer.wrap(said);
        return pieces.stream().allMatch(piece -> piece.isPartOf(whole));
    }
}
