// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.util.Collection;
import java.util.List;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * Takes every name for known. Without a matcher the JDK's servers pass over the name that a client asks for, and resume
 * under another name what was made for one, which RFC 6066 section 3 forbids; with one, they note and compare it.
 *
 * @see <a href="https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/ssl/ServerNameExtension.java">
 *     ServerNameExtension.CHServerNameConsumer</a>
 */
final class AnyServerName extends SNIMatcher {
    private static final List<SNIMatcher> ANY = List.of(new AnyServerName());

    private AnyServerName() {
        super(StandardConstants.SNI_HOST_NAME);
    }

    /** Has a server note the name where it would not. */
    static SSLParameters notedBy(SSLParameters server) {
        Collection<SNIMatcher> matchers = server.getSNIMatchers();
        if (matchers == null || matchers.isEmpty()) {
            server.setSNIMatchers(ANY);
        }
        return server;
    }

    @Override
    public boolean matches(SNIServerName name) {
        return true;
    }
}
