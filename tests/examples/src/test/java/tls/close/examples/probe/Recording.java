// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * What a server said on the wire, record by record: their types and lengths, for the rest is encrypted, and its end. What
 * comes before TLS is not recorded, and what comes after the client has gone neither: it cannot know of that.
 */
final class Recording {
    /** How a transport ends. */
    enum End {
        NOT_YET,
        FIN,
        RST
    }

    /** What the server says. */
    enum Speech {
        BEFORE_TLS,
        TLS,
        /** Where a record was due; there is no way back. */
        PLAINTEXT
    }

    private static final int HEADER = 5;

    /** Of the types of records (RFC 8446 section 5.1), the lowest and the highest. */
    private static final int LOWEST_TYPE = 20;

    private static final int HIGHEST_TYPE = 24;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    /** In TLS 1.3: an alert's two bytes, the type's one, and the tag of every cipher suite there is but one. */
    private static final int ENCRYPTED_ALERT = 19;

    private record Piece(int type, int length) {
        boolean isAlert(TlsVersion version) {
            return switch (version) {
                case TLS_1_2 -> type == ALERT;
                case TLS_1_3 -> type == APPLICATION_DATA && length == ENCRYPTED_ALERT;
            };
        }
    }

    private final List<Piece> records = new ArrayList<>();
    private final int[] header = new int[HEADER];
    private int inHeader;
    private int missing;
    private End end = End.NOT_YET;
    private Speech speech;
    private boolean over;

    /** @param speech what the server says first */
    Recording(Speech speech) {
        this.speech = speech;
    }

    synchronized void clientSays(byte[] bytes) {
        if (speech == Speech.BEFORE_TLS && bytes[0] == HANDSHAKE) {
            speech = Speech.TLS;
        }
    }

    synchronized void add(byte[] bytes, int count) {
        for (int i = 0; i < count && !over && speech == Speech.TLS; i++) {
            if (missing > 0) {
                missing--;
            } else if (inHeader == 0 && (bytes[i] < LOWEST_TYPE || bytes[i] > HIGHEST_TYPE)) {
                speech = Speech.PLAINTEXT;
            } else {
                header[inHeader++] = bytes[i] & 0xff;
                if (inHeader == HEADER) {
                    inHeader = 0;
                    missing = header[3] << 8 | header[4];
                    records.add(new Piece(header[0], missing));
                }
            }
        }
    }

    synchronized void ended(End how) {
        if (!over) {
            end = how;
            over = true;
        }
    }

    synchronized void clientHasGone() {
        over = true;
    }

    private boolean isInsideRecord() {
        return missing > 0 || inHeader > 0;
    }

    /** Whether the last thing that the server said was an alert. */
    synchronized boolean endsWithAlert(TlsVersion version) {
        return !records.isEmpty()
                && !isInsideRecord()
                && records.get(records.size() - 1).isAlert(version);
    }

    /** What the probe has to call it. An alert after a handshake that went well and an answer is a close_notify. */
    synchronized Ending ending(TlsVersion version) {
        if (speech == Speech.PLAINTEXT) {
            return Ending.PLAINTEXT;
        }
        if (endsWithAlert(version)) {
            return Ending.ORDERLY;
        }
        return switch (end) {
            case NOT_YET -> Ending.SILENT;
            case FIN -> Ending.TRUNCATED;
            case RST -> Ending.RESET;
        };
    }

    @Override
    public synchronized String toString() {
        return records + " " + speech + " " + end;
    }
}
