// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.bouncycastle.tls.TlsClient;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsProtocol;

/** The protocol of a scripted client. */
final class ClientPeerProtocol extends TlsClientProtocol implements PeerProtocol {
    private final TlsClient peer;
    private final PeerLog log;

    ClientPeerProtocol(TlsClient peer, PeerLog log) {
        this.peer = peer;
        this.log = log;
    }

    @Override
    public void start() throws IOException {
        connect(peer);
    }

    @Override
    public void writeRecord(int contentType, byte[] content) throws IOException {
        safeWriteRecord((short) contentType, content, 0, content.length);
    }

    @Override
    public void writeKeyUpdate(KeyUpdate kind) throws IOException {
        send13KeyUpdate(kind == KeyUpdate.REQUESTED);
    }

    @Override
    public TlsProtocol bouncyCastle() {
        return this;
    }

    @Override
    protected void processRecord(short contentType, byte[] buffer, int offset, int length) throws IOException {
        log.record(contentType, buffer, offset, length);
        super.processRecord(contentType, buffer, offset, length);
    }

    /** Only notes the alert: what it would mean for a connection is the test's business. */
    @Override
    protected void handleAlertMessage(short level, short description) {
        log.alert(level, description);
    }

    @Override
    protected void receive13KeyUpdate(ByteArrayInputStream message) throws IOException {
        super.receive13KeyUpdate(message);
        log.keyUpdates++;
    }
}
