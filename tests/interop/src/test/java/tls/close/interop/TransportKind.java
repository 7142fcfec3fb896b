// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** Over what our end runs. */
public enum TransportKind {
    SOCKET {
        @Override
        public LocalEnd open(TlsContext context, SocketChannel channel, TlsEndpoint endpoint) throws IOException {
            channel.socket().setSoTimeout((int) Patience.LIMIT.toMillis());
            return new LocalEnd(channel, context.open(channel.socket(), endpoint));
        }
    },
    NON_BLOCKING_CHANNEL {
        @Override
        public LocalEnd open(TlsContext context, SocketChannel channel, TlsEndpoint endpoint) throws IOException {
            channel.configureBlocking(false);
            return new LocalEnd(channel, context.open(channel, endpoint));
        }
    };

    public abstract LocalEnd open(TlsContext context, SocketChannel channel, TlsEndpoint endpoint) throws IOException;
}
