// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.WrappedFactory;

/** The recipe: what the driver makes for {@code sslfactory}, by its name, for each connection. */
public final class PostgresSockets extends WrappedFactory {
    private static final AtomicReference<@Nullable Socket> LAST = new AtomicReference<>();

    /** @param maker the driver's {@code sslfactoryarg}: the name of a {@link Maker} */
    public PostgresSockets(String maker) throws GeneralSecurityException {
        factory = Maker.valueOf(maker).newContext().getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket below, @Nullable String host, int port, boolean autoClose) throws IOException {
        LAST.set(below);
        return super.createSocket(below, host, port, autoClose);
    }

    /** What TLS was layered over last: who closes that cuts TLS. */
    static Socket last() {
        return Objects.requireNonNull(LAST.get(), "nobody has connected");
    }
}
