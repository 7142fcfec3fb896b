// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.KeyUpdateRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;

/**
 * What the peer has said, collected where bctls calls back while it processes a record. Nothing is answered here: a
 * peer that asks a thousand times before we write gets one answer (rule 12.4; RFC 8446 section 4.6.3 allows it).
 */
final class Incoming {

    /** An answer that the next {@code wrap} gives. */
    enum Answer {
        /** RFC 8446 section 4.6.3: to a KeyUpdate with update_requested. */
        KEY_UPDATE,
        /** RFC 5746 section 4.5: to a HelloRequest, or to a ClientHello after the handshake. */
        NO_RENEGOTIATION
    }

    /** How an alert is to be taken. */
    enum Meaning {
        CLOSE_NOTIFY,
        HARMLESS,
        FATAL,
        /** As bctls takes it. */
        DEFAULT
    }

    /** In a row, without data: no honest peer comes near it, and a connection can set narrower limits (rule 7.6). */
    private static final int MOST_WARNINGS = 32;

    /** In a handshake: an honest server asks for what has begun once, if it crosses our ClientHello. */
    private static final int MOST_HELLO_REQUESTS = 32;

    /** Level and description. */
    private static final int ALERT = 2;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Set<Answer> owed = EnumSet.noneOf(Answer.class);
    private ByteBuffer data = NOTHING;
    private @Nullable Negotiated negotiated;
    private boolean closeNotify;
    private int warnings;
    private int helloRequests;

    /** Takes application data past bctls's queue, which would copy it and keep its buffer for ever. */
    boolean takes(short contentType, byte[] bytes, int offset, int length) {
        if (negotiated == null || contentType != ContentType.application_data) {
            return false;
        }
        data = ByteBuffer.wrap(bytes, offset, length);
        warnings = length > 0 ? 0 : warnings;
        return true;
    }

    /**
     * In TLS 1.3 "a record with an Alert type MUST contain exactly one message" (RFC 8446 section 5.1). bctls takes several,
     * and one in pieces.
     */
    void checkAlert(int length, TlsContext context) throws TlsFatalAlert {
        ProtocolVersion version = context.getServerVersion();
        if (negotiated != null && version != null && TlsUtils.isTLSv13(version) && length != ALERT) {
            throw new TlsFatalAlert(AlertDescription.unexpected_message, "not one alert in a record of alerts");
        }
    }

    Meaning meaning(short level, short description, TlsContext context) throws TlsFatalAlert {
        boolean warning = level == AlertLevel.warning;
        ProtocolVersion version = context.getServerVersion();
        Meaning meaning = meaning(warning, description, version != null && TlsUtils.isTLSv13(version));
        if (meaning == Meaning.CLOSE_NOTIFY) {
            closeNotify = true;
        } else if (meaning != Meaning.FATAL && warning && ++warnings > MOST_WARNINGS) {
            throw new TlsFatalAlert(AlertDescription.unexpected_message, "too many warning alerts");
        }
        return meaning;
    }

    private Meaning meaning(boolean warning, short description, boolean tls13) {
        if (description == AlertDescription.close_notify && (warning || tls13)) {
            return Meaning.CLOSE_NOTIFY; // RFC 8446 section 6: the level says nothing.
        }
        if (negotiated == null) {
            return tls13 && warning && description != AlertDescription.user_canceled ? Meaning.FATAL : Meaning.DEFAULT;
        }
        if (description == AlertDescription.user_canceled && warning) {
            return Meaning.HARMLESS;
        }
        // RFC 8446 section 6.2: all others are errors, whatever their level. In TLS 1.2, a warning is a warning; also
        // no_renegotiation, on which bctls fails: as we never ask for one, it refuses nothing.
        return tls13 ? Meaning.FATAL : warning ? Meaning.HARMLESS : Meaning.DEFAULT;
    }

    /** bctls answers with the next application data only; a side that has none to send owes the answer all the same. */
    void keyUpdate(byte[] body) {
        if (body.length == 1 && body[0] == KeyUpdateRequest.update_requested) {
            owed.add(Answer.KEY_UPDATE);
        }
    }

    /** In mid-handshake it is to be ignored (RFC 5246 section 7.4.1.1); that must not go on for ever (rule 12.4). */
    void helloRequest() throws TlsFatalAlert {
        if (negotiated == null && ++helloRequests > MOST_HELLO_REQUESTS) {
            throw new TlsFatalAlert(AlertDescription.unexpected_message, "too many HelloRequests in the handshake");
        }
    }

    void renegotiation() {
        owed.add(Answer.NO_RENEGOTIATION);
    }

    void completed(Negotiated outcome) {
        negotiated = outcome;
    }

    /** What is still to be answered; the caller removes what it has. */
    Set<Answer> owed() {
        return owed;
    }

    /** The application data of the last record, somewhere in the array from which it was decrypted. */
    ByteBuffer takeData() {
        ByteBuffer taken = data;
        data = NOTHING;
        return taken;
    }

    /** What the handshake came to; null until it is complete. */
    @Nullable
    Negotiated negotiated() {
        return negotiated;
    }

    boolean hasCloseNotify() {
        return closeNotify;
    }
}
