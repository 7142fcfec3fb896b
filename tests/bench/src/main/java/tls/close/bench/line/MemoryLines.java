// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ByteChannel;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import tls.close.CloseLimits;
import tls.close.tck.pki.TestPki;

/** Connections to a server in the same thread: what a rival costs without the system below it. */
public final class MemoryLines {
    /** No address that anybody would connect to; sessions are kept for it. */
    private static final Target NOWHERE = new Target(InetSocketAddress.createUnresolved(Target.HOST, 1), true);

    private final Rivals rivals;
    private final SSLContext server;
    private final boolean bare;

    /**
     * Makes the contexts.
     *
     * @param backend which implementation
     * @param bare whether the loop by hand drives it, and not tls.close
     * @throws GeneralSecurityException if the backend refuses
     */
    public MemoryLines(Backend backend, boolean bare) throws GeneralSecurityException {
        this.bare = bare;
        rivals = new Rivals(backend, TestPki.ec().trustManagers());
        server = SSLContext.getInstance("TLS");
        server.init(TestPki.ec().server().keyManagers(), null, null);
    }

    /**
     * An established connection.
     *
     * @return a connection that echoes
     * @throws IOException if the handshake fails
     */
    public Line open() throws IOException {
        ByteChannel channel = new EchoChannel(server);
        Line line = bare
                ? rivals.bare(new ChannelLink(channel), NOWHERE)
                : rivals.ours(channel, operations -> {}, NOWHERE, CloseLimits.DEFAULT);
        line.handshake();
        return line;
    }
}
