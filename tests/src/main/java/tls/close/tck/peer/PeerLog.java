// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.TlsSession;
import tls.close.tck.wire.ContentType;

/** What a scripted peer heard, filled in by the three BouncyCastle callbacks: protocol, client and server. */
final class PeerLog {
    final List<DecryptedRecord> records = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    final ByteArrayOutputStream data = new ByteArrayOutputStream();
    int keyUpdates;

    /** What the handshake brought, once it is complete. */
    Optional<Handshake> handshake = Optional.empty();

    /** What a client could resume. */
    Optional<TlsSession> session = Optional.empty();

    Optional<String> serverName = Optional.empty();
    List<X509Certificate> certificates = List.of();

    void record(int contentType, byte[] buffer, int offset, int length) {
        byte[] content = new byte[length];
        System.arraycopy(buffer, offset, content, 0, length);
        records.add(new DecryptedRecord(ContentType.of(contentType), content));
    }

    void alert(int level, int description) {
        // BouncyCastle reads the two bytes as signed.
        alerts.add(new Alert(level & 0xFF, description & 0xFF));
    }

    long closeNotifies() {
        return alerts.stream().filter(Alert::isCloseNotify).count();
    }

    /** What was agreed on. */
    record Handshake(TlsVersion version, Optional<String> alpn) {}
}
