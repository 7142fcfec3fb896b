// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The name by which the application has looked up an address. {@link InetAddress} mixes it up with one that a reverse
 * look-up has found since, which is whatever somebody with a hold on DNS likes: no certificate may be checked against that.
 * The JDK keeps the two apart, and shows it in one place only: its own socket sends the one as SNI.
 *
 * @see <a href="https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/ssl/SSLSocketImpl.java">
 *     SSLSocketImpl.useImplicitHost</a>
 */
final class GivenName {

    private GivenName() {}

    /** The application's name for it if there is one, otherwise the address in digits; null if it was not found. */
    static @Nullable String of(InetSocketAddress found) {
        InetAddress address = found.getAddress();
        if (address == null) {
            return null;
        }
        String name = found.getHostString();
        String digits = address.getHostAddress();
        return name.equals(digits) || isNeverFound(name)
                ? name
                : lookedUp(address).orElse(digits);
    }

    /** No certificate of a public authority is for such a name; and what a reverse look-up finds has no final dot. */
    private static boolean isNeverFound(String name) {
        return name.indexOf('.') < 0 || name.endsWith(".");
    }

    private static Optional<String> lookedUp(InetAddress address) {
        try {
            SSLSocket asked = (SSLSocket) Jdk.SOCKETS.createSocket(new Connected(address), (String) null, 0, false);
            List<SNIServerName> names = asked.getSSLParameters().getServerNames();
            return names == null
                    ? Optional.empty()
                    : names.stream()
                            .filter(SNIHostName.class::isInstance)
                            .map(name -> ((SNIHostName) name).getAsciiName())
                            .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Made when the first address has a name. */
    private static final class Jdk {
        static final SSLSocketFactory SOCKETS = sockets();

        private static SSLSocketFactory sockets() {
            try {
                SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
                context.init(new KeyManager[0], new TrustManager[0], null);
                return context.getSocketFactory();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK's own sockets are not there", e);
            }
        }
    }

    /** Says that it is connected to an address, and nothing else. */
    private static final class Connected extends Socket {
        private final InetAddress address;

        Connected(InetAddress address) {
            this.address = address;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public InetAddress getInetAddress() {
            return address;
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }
    }
}
