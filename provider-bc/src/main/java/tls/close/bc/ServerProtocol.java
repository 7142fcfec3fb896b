// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServer;
import org.bouncycastle.tls.TlsServerProtocol;
import org.jspecify.annotations.Nullable;
import tls.close.bc.Incoming.Answer;

/** bctls's server, in its non-blocking form, closing as we want it. The counterpart of {@link ClientProtocol}. */
final class ServerProtocol extends TlsServerProtocol implements Protocol {
    private final TlsServer peer;
    private final Incoming incoming = new Incoming();
    private boolean goodbyeSaid;

    ServerProtocol(TlsServer peer) {
        this.peer = peer;
    }

    @Override
    public void begin() throws IOException {
        accept(peer);
    }

    @Override
    public TlsProtocol tls() {
        return this;
    }

    @Override
    public TlsContext context() {
        return getContext();
    }

    @Override
    public Incoming incoming() {
        return incoming;
    }

    @Override
    public void warn(short alert) throws IOException {
        int before = getAvailableOutputBytes();
        raiseAlertWarning(alert, "");
        speakFirst(before, AlertLevel.warning, alert);
        goodbyeSaid |= alert == AlertDescription.close_notify;
    }

    @Override
    public void refuse(short alert, String reason) throws IOException {
        handleException(alert, reason, null);
    }

    @Override
    public void answer() throws IOException {
        if (incoming.owed().remove(Answer.KEY_UPDATE)) {
            send13KeyUpdate(false);
        }
        if (incoming.owed().remove(Answer.NO_RENEGOTIATION)) {
            warn(AlertDescription.no_renegotiation);
        }
    }

    @Override
    public void shrink() {
        outputBuffer.getBuffer().shrink();
    }

    @Override
    protected void processRecord(short contentType, byte[] bytes, int offset, int length) throws IOException {
        if (contentType == ContentType.alert) {
            incoming.checkAlert(length, getContext());
        }
        if (!incoming.takes(contentType, bytes, offset, length)) {
            super.processRecord(contentType, bytes, offset, length);
        }
    }

    @Override
    protected void handleAlertMessage(short level, short description) throws IOException {
        switch (incoming.meaning(level, description, getContext())) {
            case CLOSE_NOTIFY, HARMLESS -> getPeer().notifyAlertReceived(level, description);
            case FATAL -> super.handleAlertMessage(AlertLevel.fatal, description);
            case DEFAULT -> super.handleAlertMessage(level, description);
        }
    }

    @Override
    protected void raiseAlertFatal(short description, String message, @Nullable Throwable cause) throws IOException {
        if (goodbyeSaid) {
            return; // Nothing follows a close_notify: as in ClientProtocol.
        }
        int before = getAvailableOutputBytes();
        super.raiseAlertFatal(description, message, cause);
        speakFirst(before, AlertLevel.fatal, description);
    }

    /** bctls drops an alert for which it knows no version yet, before it has read a ClientHello: the peer would wait. */
    private void speakFirst(int before, short level, short description) throws IOException {
        if (connection_state == CS_START && getAvailableOutputBytes() == before) {
            outputBuffer.write(new byte[] {ContentType.alert, 3, 3, 0, 2, (byte) level, (byte) description});
        }
    }

    @Override
    protected void receive13KeyUpdate(ByteArrayInputStream message) throws IOException {
        byte[] body = message.readAllBytes(); // bctls's own stream cannot go back.
        incoming.keyUpdate(body);
        super.receive13KeyUpdate(new ByteArrayInputStream(body));
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        ClaimedLengths.check(type, message, getContext());
        super.handleHandshakeMessage(type, message);
    }

    @Override
    protected void refuseRenegotiation() {
        incoming.renegotiation();
    }

    @Override
    protected void completeHandshake() throws IOException {
        Negotiated outcome = Negotiated.in(getContext(), sessionParameters);
        super.completeHandshake();
        incoming.completed(outcome);
    }
}
