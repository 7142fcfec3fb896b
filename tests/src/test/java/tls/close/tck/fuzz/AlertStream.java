// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.TlsVersion;

/** The alerts that the peer has said under its keys, put together as the near end has to. */
final class AlertStream {
    private static final int ALERT = 2;

    private final TlsVersion version;
    private long length;

    AlertStream(TlsVersion version) {
        this.version = version;
    }

    /** Whether a close_notify, at whatever level, ends in these bytes, which come next in so many records. */
    boolean bringsGoodbye(byte[] content, int records) {
        boolean brings = false;
        for (byte each : content) {
            boolean isDescription = length++ % ALERT == 1;
            brings |= isDescription && each == AlertDescription.CLOSE_NOTIFY.code();
        }
        return brings && (version == TlsVersion.TLS_1_2 || isOneAlert(content, records));
    }

    /** "A record with an Alert type MUST contain exactly one message" (RFC 8446, section 5.1). */
    private static boolean isOneAlert(byte[] content, int records) {
        return content.length == ALERT && records == 1;
    }
}
