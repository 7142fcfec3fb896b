// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.Serial;
import java.util.Hashtable;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;

/** Whether a peer of TLS 1.2 says that it knows RFC 5746, by an extension or by the cipher suite that stands for it. */
public enum RenegotiationInfo {
    /** As it has to. */
    SENT,
    /** As before 2010, and as some small stacks to this day. */
    OMITTED;

    /** The extensions for BouncyCastle, which adds its own renegotiation_info where it finds none. */
    @SuppressWarnings("JdkObsolete") // BouncyCastle wants a Hashtable.
    Hashtable<Integer, byte[]> applyTo(Hashtable<Integer, byte[]> extensions) {
        return switch (this) {
            case SENT -> extensions;
            case OMITTED -> new Silent(extensions);
        };
    }

    /** Has the extension when asked for it, but not among those that are written. */
    @SuppressWarnings("JdkObsolete")
    private static final class Silent extends Hashtable<Integer, byte[]> {
        @Serial
        private static final long serialVersionUID = 1L;

        Silent(Hashtable<Integer, byte[]> extensions) {
            super(extensions);
        }

        @Override
        public synchronized byte @Nullable [] get(Object type) {
            return type.equals(ExtensionType.renegotiation_info) ? TlsUtils.EMPTY_BYTES : super.get(type);
        }
    }
}
